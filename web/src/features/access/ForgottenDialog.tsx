import { App, Button, Form, Input, Modal, Space } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { newKey, postOnce } from '@/shared/api/post'
import { useSaving } from '@/shared/ui/useSaving'

interface Fields {
  readonly account: string
  readonly code: string
  readonly password: string
  readonly confirmation: string
}

interface Props {
  /** Whom to ask when no code comes. */
  readonly who: string
  readonly account: string
  readonly onClose: () => void
  /** The password was set; one signs in with it now. */
  readonly onReset: (account: string) => void
}

const TICK_MS = 250

/** Seconds until `until` (milliseconds of `performance.now`), counted down. */
function useCountdown(until: number): number {
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [until])
  return Math.max(0, Math.ceil((until - now) / 1000))
}

/** A new password by a code to the phone; the server does not tell whether the account exists. */
export function ForgottenDialog({ who, account, onClose, onReset }: Props): ReactNode {
  const { t, i18n } = useTranslation()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const { busy, save } = useSaving(form)
  const [until, setUntil] = useState(0)
  const [minutes, setMinutes] = useState<number | null>(null)
  const seconds = useCountdown(until)
  const headers = () => ({ 'Accept-Language': i18n.language, 'Idempotency-Key': newKey() })
  const ask = async () => {
    const { account: login } = await form.validateFields(['account'])
    await save(async () => {
      const asked = await postOnce('/api/access/ask-password-code', { account: login.trim() }, headers())
      setUntil(performance.now() + asked.wait * 1000)
      setMinutes(asked.minutes)
    })
  }
  const submit = async ({ account: login, code, password, confirmation }: Fields) => {
    const body = { account: login.trim(), code: code.trim(), password, confirmation }
    if (!(await save(() => postOnce('/api/access/reset-forgotten', body, headers())))) return
    void message.success(t('signIn.reset'))
    onReset(body.account)
  }
  const needed = (what: string) => [{ required: true, message: t('form.required', { what }) }]
  return (
    <Modal open destroyOnHidden title={t('signIn.forgotten')} okText={t('signIn.resetNow')} cancelText={t('form.cancel')} confirmLoading={busy} onCancel={onClose} onOk={form.submit}>
      <Form<Fields> form={form} name="forgotten" layout="vertical" initialValues={{ account }} onFinish={(fields) => void submit(fields)}>
        <Form.Item name="account" label={t('signIn.account')} rules={needed(t('signIn.account'))}>
          <Input autoComplete="username" autoFocus maxLength={64} />
        </Form.Item>
        <Form.Item label={t('signIn.phoneCode')} required extra={minutes === null ? t('signIn.phoneCodeHint') : t('signIn.phoneCodeSent', { minutes })} data-testid="forgotten-sent">
          <Space.Compact block>
            <Form.Item name="code" noStyle rules={needed(t('signIn.phoneCode'))}>
              <Input autoComplete="one-time-code" inputMode="numeric" maxLength={6} aria-label={t('signIn.phoneCode')} />
            </Form.Item>
            <Button disabled={seconds > 0 || busy} data-testid="forgotten-ask" onClick={() => void ask().catch(() => undefined)}>
              {seconds > 0 ? t('signIn.askAgain', { seconds }) : t('signIn.askCode')}
            </Button>
          </Space.Compact>
        </Form.Item>
        <Form.Item name="password" label={t('own.password')} rules={needed(t('own.password'))}>
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
        <Form.Item name="confirmation" label={t('own.confirmation')} rules={needed(t('own.confirmation'))}>
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
        {who !== '' && <p>{t('signIn.noCode', { who })}</p>}
      </Form>
    </Modal>
  )
}
