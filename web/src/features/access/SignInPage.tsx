import './sign-in.css'

import { Alert, Button, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { ApiProblem } from '@/shared/api/problem'
import { explain } from '@/shared/i18n/explain'

interface Props {
  readonly signIn: (account: string, password: string) => Promise<void>
  /** Whether the session this page was working with has ended, which the user is told. */
  readonly ended: boolean
  /** The language switch, drawn in the corner. */
  readonly corner: ReactNode
}

interface Fields {
  readonly account: string
  readonly password: string
}

/** Account and password, and why they were refused. */
export function SignInPage({ signIn, ended, corner }: Props): ReactNode {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const submit = async ({ account, password }: Fields) => {
    setBusy(true)
    setFailure(null)
    try {
      await signIn(account.trim(), password)
    } catch (error) {
      const unreachable = error instanceof ApiProblem && error.unreachable
      setFailure(unreachable ? t('signIn.unreachable') : explain(error))
      setBusy(false)
    }
  }
  return (
    <main className="sign-in">
      <div className="sign-in-corner">{corner}</div>
      <section className="sign-in-card" aria-labelledby="sign-in-title">
        <p className="sign-in-brand">{t('app.name')}</p>
        <h1 id="sign-in-title">{t('signIn.subtitle')}</h1>
        <Form<Fields> layout="vertical" size="large" requiredMark={false} onFinish={(fields) => void submit(fields)}>
          <Form.Item name="account" label={t('signIn.account')} rules={[{ required: true, message: t('signIn.accountNeeded') }]}>
            <Input data-testid="sign-in-account" autoComplete="username" autoFocus maxLength={64} />
          </Form.Item>
          <Form.Item name="password" label={t('signIn.password')} rules={[{ required: true, message: t('signIn.passwordNeeded') }]}>
            <Input.Password data-testid="sign-in-password" autoComplete="current-password" maxLength={128} />
          </Form.Item>
          {ended && failure === null && (
            <Alert type="info" showIcon title={t('signIn.ended')} className="sign-in-failure" role="status" data-testid="sign-in-ended" />
          )}
          {failure !== null && <Alert type="error" showIcon title={failure} className="sign-in-failure" role="alert" />}
          <Button data-testid="sign-in-submit" type="primary" htmlType="submit" block loading={busy}>
            {t('signIn.submit')}
          </Button>
        </Form>
      </section>
    </main>
  )
}
