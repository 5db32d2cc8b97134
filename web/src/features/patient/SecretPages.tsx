import { Button, Form } from 'antd-mobile'
import { type ReactNode, useState } from 'react'

import { tell, warn } from '@/shared/mobile/tell'
import { useSubmit } from '@/shared/mobile/useSubmit'

import { Agreements } from './Agreements'
import { type DoorSheet, register, reset, type SecretFields, useDoor } from './door'
import { CodeField, NewPassword, PhoneField } from './Fields'
import { useWords } from './words'

/** A new account by a code to the telephone; one is in at once. */
export function RegisterPage({ sheet }: { readonly sheet: DoorSheet }): ReactNode {
  const words = useWords()
  const { institution, enter } = useDoor()
  const [form] = Form.useForm()
  const { busy, submit } = useSubmit(form)
  const [agreed, setAgreed] = useState(false)
  const send = async (fields: SecretFields) => {
    if (!agreed) {
      warn(words.door.agreeNeeded)
      return
    }
    const done = await submit(async () => {
      const session = await register(institution, fields)
      location.hash = ''
      enter(session)
    })
    if (done) tell(words.door.registered)
  }
  return (
    <>
      <Form
        form={form}
        layout="vertical"
        mode="card"
        onFinish={(fields: SecretFields) => void send(fields)}
        footer={<Button block color="primary" size="large" type="submit" loading={busy} data-testid="register">{words.door.register}</Button>}
      >
        <PhoneField />
        <CodeField form={form} purpose="register" />
        <NewPassword label={words.door.password} />
      </Form>
      <Agreements sheet={sheet} agreed={agreed} onAgree={setAgreed} />
      <nav className="patient-ways"><a href="#sign-in">{words.door.toSignIn}</a></nav>
    </>
  )
}

/** A new password by a code; one signs in with it then. */
export function ResetPage(): ReactNode {
  const words = useWords()
  const { institution } = useDoor()
  const [form] = Form.useForm()
  const { busy, submit } = useSubmit(form)
  const send = async (fields: SecretFields) => {
    if (!(await submit(() => reset(institution, fields)))) return
    tell(words.door.resetDone)
    location.hash = 'sign-in'
  }
  return (
    <Form
      form={form}
      layout="vertical"
      mode="card"
      onFinish={(fields: SecretFields) => void send(fields)}
      footer={<Button block color="primary" size="large" type="submit" loading={busy} data-testid="reset">{words.door.reset}</Button>}
    >
      <PhoneField />
      <CodeField form={form} purpose="reset" />
      <NewPassword label={words.door.newPassword} />
    </Form>
  )
}
