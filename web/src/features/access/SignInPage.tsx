import './sign-in.css'

import { Alert, Button, Checkbox, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { ApiProblem } from '@/shared/api/problem'
import type { Credentials } from '@/shared/api/session'
import { explain } from '@/shared/i18n/explain'

import { ForgottenDialog } from './ForgottenDialog'
import { TextDialog } from './TextDialog'
import { useDoor } from './useDoor'

interface Props {
  readonly signIn: (credentials: Credentials) => Promise<void>
  /** Why the session this page was working with has ended, which the user is told. */
  readonly ended: 'ended' | 'idle' | null
  /** The language switch, drawn in the corner. */
  readonly corner: ReactNode
}

interface Fields {
  readonly account: string
  readonly password: string
  readonly code?: string
}

const CODE_NEEDED = 'access.second_factor_needed'

/** Account and password, the two agreements, a one-time code where there is one; and why one was refused. */
export function SignInPage({ signIn, ended, corner }: Props): ReactNode {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const [asksCode, setAsksCode] = useState(false)
  const [forgotten, setForgotten] = useState(false)
  const door = useDoor()
  const tid = new URLSearchParams(location.search).get('tid') ?? ''
  const submit = async ({ account, password, code = '' }: Fields) => {
    setBusy(true)
    setFailure(null)
    try {
      await signIn({ account: account.trim(), password, code: code.trim(), tid })
    } catch (error) {
      setBusy(false)
      if (error instanceof ApiProblem && error.code === CODE_NEEDED && !asksCode) {
        setAsksCode(true)
        return
      }
      const unreachable = error instanceof ApiProblem && error.unreachable
      setFailure(unreachable ? t('signIn.unreachable') : explain(error))
    }
  }
  const another = () => {
    setAsksCode(false)
    setFailure(null)
    form.resetFields()
  }
  const welcomeBack = (account: string) => {
    setForgotten(false)
    setFailure(null)
    form.setFieldsValue({ account, password: '' })
  }
  return (
    <main className="sign-in">
      <div className="sign-in-corner">{corner}</div>
      <section className="sign-in-card" aria-labelledby="sign-in-title">
        <p className="sign-in-brand" data-testid="site">{door?.site ?? t('app.name')}</p>
        <h1 id="sign-in-title">{door?.title ?? t('app.title')}</h1>
        {door !== null && door.notice !== '' && <p className="sign-in-notice" data-testid="notice">{door.notice}</p>}
        {tid !== '' && <p className="sign-in-notice" data-testid="tid">{t('signIn.institution')}：<b>{tid}</b></p>}
        <Form<Fields> form={form} layout="vertical" size="large" requiredMark={false} onFinish={(fields) => void submit(fields)}>
          <div hidden={asksCode}>
            <Form.Item name="account" label={t('signIn.account')} rules={[{ required: true, message: t('signIn.accountNeeded') }]}>
              <Input data-testid="sign-in-account" autoComplete="username" autoFocus maxLength={64} />
            </Form.Item>
            <Form.Item name="password" label={t('signIn.password')} rules={[{ required: true, message: t('signIn.passwordNeeded') }]}>
              <Input.Password data-testid="sign-in-password" autoComplete="current-password" maxLength={128} />
            </Form.Item>
            <Agreements privacy={door?.privacy} agreement={door?.agreement} />
          </div>
          {asksCode && (
            <Form.Item name="code" label={t('signIn.code')} extra={t('signIn.codeHint')} rules={[{ required: true, message: t('signIn.codeNeeded') }]}>
              <Input data-testid="sign-in-code" autoComplete="one-time-code" autoFocus maxLength={32} />
            </Form.Item>
          )}
          {ended !== null && failure === null && (
            <Alert type="info" showIcon title={t(`signIn.${ended}`)} className="sign-in-failure" role="status" data-testid="sign-in-ended" />
          )}
          {failure !== null && <Alert type="error" showIcon title={failure} className="sign-in-failure" role="alert" data-testid="sign-in-failure" />}
          <Button data-testid="sign-in-submit" type="primary" htmlType="submit" block loading={busy}>
            {t('signIn.submit')}
          </Button>
          {asksCode ? <Button type="link" data-testid="another-account" onClick={another}>{t('signIn.another')}</Button> : <Button type="link" data-testid="forgotten" onClick={() => setForgotten(true)}>{t('signIn.forgotten')}</Button>}
        </Form>
        {forgotten && <ForgottenDialog who={door?.support ?? ''} account={(form.getFieldValue('account') as string | undefined) ?? ''} onClose={() => setForgotten(false)} onReset={welcomeBack} />}
      </section>
      {door !== null && door.record !== '' && <footer className="sign-in-record">{door.record}</footer>}
    </main>
  )
}

type Which = 'privacy' | 'agreement'

/** Both must be ticked; the texts open in a dialog. */
function Agreements(texts: { readonly privacy: string | undefined; readonly agreement: string | undefined }): ReactNode {
  const { t } = useTranslation()
  const [reading, setReading] = useState<Which | null>(null)
  const mustAgree = { validator: (_: unknown, ticked: unknown) => (ticked === true ? Promise.resolve() : Promise.reject(new Error(t('signIn.agreeNeeded')))) }
  return (
    <div className="sign-in-agree">
      {(['privacy', 'agreement'] as const).map((which) => (
        <Form.Item key={which} name={which} valuePropName="checked" rules={[mustAgree]}>
          <Checkbox data-testid={`agree-${which}`}>
            {t('signIn.agree')}
            <Button type="link" size="small" data-testid={`read-${which}`} onClick={(event) => {
              event.preventDefault()
              setReading(which)
            }}>《{t(`signIn.${which}`)}》</Button>
          </Checkbox>
        </Form.Item>
      ))}
      {reading !== null && <TextDialog title={t(`signIn.${reading}`)} text={texts[reading] ?? ''} onClose={() => setReading(null)} />}
    </div>
  )
}
