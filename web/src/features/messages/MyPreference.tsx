import { App, Button, Card, Form, Segmented, Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { useSaving } from '@/shared/ui/useSaving'

import { QuietFields } from './QuietFields'
import type { Level } from './types'
import { useWords } from './words'

export type Preference = Answer<'/api/messages/show-my-reach'>['preference']

interface Props {
  readonly preference: Preference
  readonly onSaved: () => Promise<void>
}

interface Fields {
  readonly preference: Omit<Preference, 'by_level'> & { readonly by_level: Partial<Record<Level, Preference['order']>> }
}

const PERSONAL = ['wecom', 'wechat', 'mini_program', 'sms', 'email'] as const
const LEVELS: readonly Level[] = ['high', 'medium', 'low', 'info']

/** What one wishes: order, ways by level, quiet hours, language. */
export function MyPreference({ preference, onSaved }: Props): ReactNode {
  const words = useWords()
  const { t } = useTranslation()
  const { message } = App.useApp()
  const { post } = useBackend()
  const [form] = Form.useForm<Fields>()
  const { busy, save } = useSaving(form)
  const submit = async () => {
    const whole = (form.getFieldsValue(true) as Fields).preference
    const by_level = Object.fromEntries(Object.entries(whole.by_level).filter(([, ways]) => ways.length > 0))
    const quiet = whole.quiet?.since && whole.quiet.until ? whole.quiet : null
    if (!(await save(() => post('/api/messages/save-my-preference', { preference: { ...whole, by_level, quiet } }, 'command')))) return
    void message.success(t('form.saved'))
    await onSaved()
  }
  const options = PERSONAL.map((value) => ({ value, label: words.ways[value] }))
  return (
    <Form form={form} name="my" layout="vertical" initialValues={{ preference }} onFinish={() => void submit()}>
      <Card title={words.my.preference} data-testid="my-preference" extra={<Button type="primary" htmlType="submit" loading={busy} data-testid="save-preference">{words.my.save}</Button>}>
        <Form.Item name={['preference', 'order']} label={words.my.order} extra={words.my.orderHint}><Select mode="multiple" options={options} /></Form.Item>
        <p className="hint">{words.my.byLevelHint}</p>
        <div className="form-pair">
          {LEVELS.map((level) => (
            <Form.Item key={level} name={['preference', 'by_level', level]} label={`${words.my.byLevel} · ${words.level[level]}`}><Select mode="multiple" options={options} placeholder={words.outbox.anyWay} /></Form.Item>
          ))}
        </div>
        <QuietFields name={['preference', 'quiet']} label={words.my.quiet} hint={words.my.quietHint} />
        <Form.Item name={['preference', 'language']} label={words.my.language}><Segmented options={[{ value: 'zh', label: '中文' }, { value: 'en', label: 'English' }]} /></Form.Item>
      </Card>
    </Form>
  )
}
