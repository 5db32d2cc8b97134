import { Button, Dialog, Form } from 'antd-mobile'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { Page } from '@/shared/mobile/Page'
import { tell } from '@/shared/mobile/tell'
import { useSubmit } from '@/shared/mobile/useSubmit'

import { NewPassword, PasswordInput } from './Fields'
import { useWords } from './words'

interface Props {
  readonly corner: ReactNode
  readonly language: ReactNode
  readonly signOut: () => Promise<void>
}

interface Fields {
  readonly old: string
  readonly password: string
  readonly confirmation: string
}

/** The language, the password, and the way out. */
export function SettingsPage({ corner, language, signOut }: Props): ReactNode {
  const { settings } = useWords()
  const { session } = useBackend()
  const [asking, setAsking] = useState(false)
  const { submit } = useSubmit()
  return (
    <Page title={settings.title} back="#me" corner={corner}>
      <section className="phone-card">
        <dl className="phone-pairs">
          <dt>{settings.institution}</dt><dd>{session.institution.name}</dd>
          <dt>{settings.version}</dt><dd data-testid="account-name">{session.account.name}</dd>
          <dt>{settings.language}</dt><dd>{language}</dd>
        </dl>
      </section>
      <PasswordCard />
      <Button block color="danger" fill="outline" data-testid="sign-out" onClick={() => setAsking(true)}>{settings.signOut}</Button>
      <Dialog
        visible={asking}
        content={settings.askSignOut}
        closeOnAction
        onClose={() => setAsking(false)}
        actions={[[
          { key: 'no', text: settings.cancel },
          { key: 'yes', text: <span data-testid="sign-out-ok">{settings.ok}</span>, bold: true, danger: true, onClick: () => void submit(signOut) },
        ]]}
      />
    </Page>
  )
}

function PasswordCard(): ReactNode {
  const { settings, door, faults } = useWords()
  const { post } = useBackend()
  const [form] = Form.useForm()
  const { busy, submit } = useSubmit(form, { 'access.wrong_old_password': 'old' })
  const send = async ({ old, password, confirmation }: Fields) => {
    if (!(await submit(() => post('/api/access/change-password', { old, password, confirmation }, 'command')))) return
    tell(settings.changed)
    form.resetFields()
  }
  return (
    <Form
      form={form}
      layout="vertical"
      mode="card"
      onFinish={(fields: Fields) => void send(fields)}
      footer={<Button block color="primary" type="submit" loading={busy} data-testid="change-password">{settings.password}</Button>}
    >
      <PasswordInput name="old" label={settings.old} auto="current-password" rules={[{ required: true, message: faults.password }]} />
      <NewPassword label={door.newPassword} />
    </Form>
  )
}
