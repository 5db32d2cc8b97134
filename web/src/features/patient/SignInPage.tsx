import { Button, Form } from 'antd-mobile'
import { type ReactNode, useState } from 'react'

import { warn } from '@/shared/mobile/tell'
import { useSubmit } from '@/shared/mobile/useSubmit'

import { Agreements } from './Agreements'
import { type DoorSheet, signIn, type SignInFields, useDoor } from './door'
import { CodeField, PasswordInput, PhoneField } from './Fields'
import { useWords } from './words'

/** In by password or by code. */
export function SignInPage({ sheet }: { readonly sheet: DoorSheet }): ReactNode {
  const words = useWords()
  const { institution, enter } = useDoor()
  const [form] = Form.useForm()
  const { busy, submit } = useSubmit(form)
  const [by, setBy] = useState<'password' | 'code'>('password')
  const [agreed, setAgreed] = useState(false)
  const send = async (fields: SignInFields) => {
    if (!agreed) {
      warn(words.door.agreeNeeded)
      return
    }
    await submit(async () => enter(await signIn(institution, fields)))
  }
  return (
    <>
      <div role="tablist" aria-label={words.door.signIn} className="patient-tabs">
        {(['password', 'code'] as const).map((way) => (
          <button key={way} type="button" role="tab" aria-selected={by === way} data-testid={`by-${way}`} onClick={() => setBy(way)}>
            {way === 'code' ? words.door.byCode : words.door.byPassword}
          </button>
        ))}
      </div>
      <Form
        form={form}
        layout="vertical"
        mode="card"
        onFinish={(fields: SignInFields) => void send(fields)}
        footer={<Button block color="primary" size="large" type="submit" loading={busy} data-testid="sign-in">{words.door.signIn}</Button>}
      >
        <PhoneField />
        {by === 'code'
          ? <CodeField form={form} purpose="sign_in" />
          : <PasswordInput name="password" label={words.door.password} auto="current-password" rules={[{ required: true, message: words.faults.password }]} />}
      </Form>
      <Agreements sheet={sheet} agreed={agreed} onAgree={setAgreed} />
      <nav className="patient-ways">
        <a href="#register" data-testid="to-register">{words.door.toRegister}</a>
        <a href="#reset" data-testid="to-reset">{words.door.forgotten}</a>
      </nav>
    </>
  )
}
