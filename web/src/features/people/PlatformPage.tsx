import '@/shared/ui/list.css'

import { useQuery } from '@tanstack/react-query'
import { Alert, App, Button, Card, Form, Input, Spin } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { explain } from '@/shared/i18n/explain'
import { useSaving } from '@/shared/ui/useSaving'

import { useSecurityWords } from './securityWords'
import { SliderSetting } from './SliderSetting'

type Settings = Answer<'/api/access/show-platform'>

/** Site information, login page and the two agreements (平台设置). */
export default function PlatformPage(): ReactNode {
  const { post } = useBackend()
  const { data, error } = useQuery({ queryKey: ['platform'], queryFn: () => post('/api/access/show-platform', {}), gcTime: 0 })
  if (error !== null) return <Alert type="error" showIcon title={explain(error)} />
  if (data === undefined) return <Spin size="large" className="whole" />
  return <PlatformForm settings={data} />
}

function PlatformForm({ settings }: { readonly settings: Settings }): ReactNode {
  const words = useSecurityWords()
  const { t } = useTranslation()
  const { message } = App.useApp()
  const { post } = useBackend()
  const [form] = Form.useForm<{ settings: Settings }>()
  const { busy, save } = useSaving(form)
  const submit = async (given: { settings: Settings }) => {
    if (await save(() => post('/api/access/save-platform', given, 'command'))) void message.success(t('form.saved'))
  }
  const text = (name: keyof Settings, label: string, most: number, lines = 1, required = true) => (
    <Form.Item name={['settings', name]} label={label} rules={required ? [{ required: true, whitespace: true, message: words.required(label) }] : []}>
      {lines > 1 ? <Input.TextArea rows={lines} maxLength={most} showCount /> : <Input maxLength={most} />}
    </Form.Item>
  )
  return (
    <main className="page">
      <Form form={form} name="platform" layout="vertical" initialValues={{ settings }} onFinish={(given) => void submit(given)} scrollToFirstError>
        <Card title={words.platform} data-testid="platform" extra={<Button type="primary" htmlType="submit" loading={busy} data-testid="save">{words.save}</Button>}>
          <h3 className="form-part">{words.siteInfo}</h3>
          <div className="form-pair">
            {text('site', words.site, 40)}
            {text('record', words.record, 60, 1, false)}
            {text('support', words.support, 120, 1, false)}
          </div>
          <h3 className="form-part">{words.login}</h3>
          {text('title', words.loginTitle, 40)}
          {text('notice', words.notice, 300, 2, false)}
          <h3 className="form-part">{words.lock}</h3>
          <Form.Item name={['settings', 'lock_tries']}><SliderSetting label={words.tries} unit={words.times} range={[3, 20]} /></Form.Item>
          <Form.Item name={['settings', 'lock_minutes']}><SliderSetting label={words.lockMinutes} unit={words.minutes} range={[1, 1440]} /></Form.Item>
          {text('privacy', words.privacy, 20_000, 12)}
          {text('agreement', words.agreement, 20_000, 12)}
          <h3 className="form-part">{words.patients}</h3>
          {text('patient_notice', words.patientNotice, 300, 2, false)}
          {text('patient_privacy', words.patientPrivacy, 20_000, 12)}
          {text('patient_agreement', words.patientAgreement, 20_000, 12)}
        </Card>
      </Form>
    </main>
  )
}
