import { App, Button, Card, Form, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { useSaving } from '@/shared/ui/useSaving'

import { QuietFields } from './QuietFields'
import type { Level } from './types'
import { useWords } from './words'

export type Policy = Answer<'/api/messages/show-policy'>

interface Props {
  readonly policy: Policy
  readonly onSaved: () => Promise<void>
}

const WAYS = ['wecom', 'wechat', 'mini_program', 'sms', 'email'] as const
const LEVELS: readonly Level[] = ['info', 'low', 'medium', 'high']
const HOUR = 3600

/** What holds for everybody who wishes nothing else, and when unread messages are pushed again. */
export function PolicyCard({ policy, onSaved }: Props): ReactNode {
  const words = useWords()
  const { message } = App.useApp()
  const { post } = useBackend()
  const [form] = Form.useForm<{ policy: Policy }>()
  const { busy, save } = useSaving(form)
  const submit = async () => {
    const whole = (form.getFieldsValue(true) as { policy: Policy }).policy
    const quiet = whole.quiet?.since && whole.quiet.until ? whole.quiet : null
    if (!(await save(() => post('/api/messages/save-policy', { policy: { ...whole, quiet } }, 'command')))) return
    void message.success(words.set.policySaved)
    await onSaved()
  }
  const inHours = { getValueProps: (value: unknown) => ({ value: Number(value) / HOUR }), normalize: (value: unknown) => Math.round(Number(value) * HOUR) }
  return (
    <Form form={form} name="policy" layout="vertical" initialValues={{ policy }} onFinish={() => void submit()}>
      <Card title={words.set.policy} data-testid="policy-card" extra={<Button type="primary" htmlType="submit" loading={busy} data-testid="policy-save">{words.my.save}</Button>}>
        <Form.Item name={['policy', 'order']} label={words.set.order} extra={words.my.orderHint}><Select mode="multiple" options={WAYS.map((value) => ({ value, label: words.ways[value] }))} /></Form.Item>
        <QuietFields name={['policy', 'quiet']} label={words.set.quiet} hint={words.my.quietHint} />
        <Form.Item name={['policy', 'again_after']} label={`${words.set.again} (${words.set.hours})`} extra={words.set.againHint} {...inHours}><InputNumber min={0} max={720} /></Form.Item>
        <Form.Item name={['policy', 'again_levels']} label={words.set.againLevels}><Select mode="multiple" options={LEVELS.map((value) => ({ value, label: words.level[value] }))} /></Form.Item>
      </Card>
    </Form>
  )
}
