import { App, Button, Form, Input, QRCode, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Answer, Post } from '@/shared/api/post'
import { explain } from '@/shared/i18n/explain'
import { useSaving } from '@/shared/ui/useSaving'

interface Props {
  readonly post: Post
  readonly begin: string
  readonly onDone: () => void
}

type Enrolment = Answer<'/api/access/begin-second-factor'>

/** Sets an authenticator up: scan, type its first code, keep the recovery codes. */
export function SecondFactor({ post, begin, onDone }: Props): ReactNode {
  const { message } = App.useApp()
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const start = () => {
    post('/api/access/begin-second-factor', {}, 'command').then(setEnrolment, (error: unknown) => void message.error(explain(error)))
  }
  if (codes !== null) return <Codes codes={codes} onDone={onDone} />
  if (enrolment === null) return <Button type="primary" data-testid="factor-begin" onClick={start}>{begin}</Button>
  return <Confirm post={post} enrolment={enrolment} onCodes={setCodes} />
}

interface ConfirmProps {
  readonly post: Post
  readonly enrolment: Enrolment
  readonly onCodes: (codes: readonly string[]) => void
}

function Confirm({ post, enrolment, onCodes }: ConfirmProps): ReactNode {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ code: string }>()
  const { busy, save } = useSaving(form, { 'access.wrong_first_code': 'code', 'access.nothing_to_confirm': 'code' })
  const confirm = ({ code }: { readonly code: string }) =>
    void save(async () => onCodes((await post('/api/access/confirm-second-factor', { code: code.trim() }, 'command')).codes))
  return (
    <Form form={form} name="factor" layout="vertical" onFinish={confirm}>
      <p>{t('own.scan')} <Typography.Text code copyable data-testid="factor-secret">{enrolment.secret}</Typography.Text></p>
      <QRCode value={enrolment.uri} bgColor="#fff" color="#000" data-testid="factor-qr" />
      <Form.Item name="code" label={t('own.type')} rules={[{ required: true, message: t('signIn.codeNeeded') }]} className="factor-code">
        <Input autoComplete="one-time-code" inputMode="numeric" maxLength={6} autoFocus />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy} data-testid="factor-confirm">{t('own.confirm')}</Button>
    </Form>
  )
}

function Codes({ codes, onDone }: { readonly codes: readonly string[]; readonly onDone: () => void }): ReactNode {
  const { t } = useTranslation()
  return (
    <section aria-label={t('own.recovery')}>
      <p>{t('own.recoveryText')}</p>
      <Typography.Paragraph copyable={{ text: codes.join('\n') }} className="factor-codes" data-testid="recovery-codes">
        {codes.map((code) => <code key={code}>{code}</code>)}
      </Typography.Paragraph>
      <Button type="primary" data-testid="factor-kept" onClick={onDone}>{t('own.kept')}</Button>
    </section>
  )
}
