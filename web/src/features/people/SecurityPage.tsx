import '@/shared/ui/list.css'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Card, Checkbox, Form, Spin, Switch } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { explain } from '@/shared/i18n/explain'
import { useSaving } from '@/shared/ui/useSaving'

import { AddressList } from './AddressList'
import { useSecurityWords } from './securityWords'
import { SliderSetting } from './SliderSetting'

export type Policy = Answer<'/api/access/show-policy'>

const RULE = { shortest: 6, longest: 12, letter: true, digit: true, upper: false, symbol: false }
const IDLE: readonly [number, number] = [1, 240]
const DAYS: readonly [number, number] = [1, 365]

/** The institution's security rules; they hold from the moment of saving (安全策略). */
export default function SecurityPage(): ReactNode {
  const { post } = useBackend()
  const { data, error } = useQuery({ queryKey: ['policy'], queryFn: () => post('/api/access/show-policy', {}), gcTime: 0 })
  if (error !== null) return <Alert type="error" showIcon title={explain(error)} />
  if (data === undefined) return <Spin size="large" className="whole" />
  return <PolicyForm policy={data} />
}

function PolicyForm({ policy }: { readonly policy: Policy }): ReactNode {
  const words = useSecurityWords()
  const { t } = useTranslation()
  const { message } = App.useApp()
  const { post } = useBackend()
  const queries = useQueryClient()
  // The server names its fields `policy.…`, and so does the form.
  const [form] = Form.useForm<{ policy: Policy }>()
  const { busy, save } = useSaving(form)
  const submit = async () => {
    // Also what no field shows.
    const whole = form.getFieldsValue(true) as { policy: Policy }
    if (!(await save(() => post('/api/access/save-policy', { policy: { ...policy, ...whole.policy } }, 'command')))) return
    void message.success(t('form.saved'))
    void queries.invalidateQueries({ queryKey: ['policy'] })
  }
  const flag = (name: 'single_session' | 'second_factor', label: string, hint: string) => (
    <div className="setting">
      <label htmlFor={`security_policy_${name}`}>{label}</label>
      <Form.Item name={['policy', name]} valuePropName="checked" noStyle><Switch /></Form.Item>
      <p className="setting-hint">{hint}</p>
    </div>
  )
  return (
    <main className="page">
      <Form form={form} name="security" initialValues={{ policy }} onFinish={() => void submit()}>
        <Card title={words.title} data-testid="security" extra={<Button type="primary" htmlType="submit" loading={busy} data-testid="save">{words.save}</Button>}>
          <Form.Item name={['policy', 'idle_minutes']}><SliderSetting label={words.idle} hint={words.idleHint} unit={words.minutes} range={IDLE} usual={30} /></Form.Item>
          <Form.Item name={['policy', 'password_days']}><SliderSetting label={words.validity} hint={words.validityHint} unit={words.days} range={DAYS} usual={90} /></Form.Item>
          <Form.Item name={['policy', 'remind_days']}><SliderSetting label={words.remind} hint={words.remindHint} unit={words.days} range={[0, 60]} /></Form.Item>
          <div className="setting">
            <label htmlFor="password-rule">{words.rule}</label>
            <Form.Item name={['policy', 'password_rule']} noStyle getValueProps={(value: unknown) => ({ checked: value !== null })} getValueFromEvent={(on: boolean) => (on ? RULE : null)}><Switch id="password-rule" /></Form.Item>
            <p className="setting-hint">{words.ruleHint}</p>
          </div>
          <Form.Item noStyle shouldUpdate>{({ getFieldValue }) => getFieldValue(['policy', 'password_rule']) !== null && <RuleItems />}</Form.Item>
          {flag('single_session', words.single, words.singleHint)}
          {flag('second_factor', words.factor, words.factorHint)}
          <AddressList />
        </Card>
      </Form>
    </main>
  )
}

function RuleItems(): ReactNode {
  const words = useSecurityWords()
  const at = (name: keyof typeof RULE) => ['policy', 'password_rule', name]
  return (
    <>
      <Form.Item name={at('shortest')}><SliderSetting label={words.shortest} unit={words.characters} range={[6, 64]} /></Form.Item>
      <Form.Item name={at('longest')}><SliderSetting label={words.longest} unit={words.characters} range={[6, 128]} /></Form.Item>
      <div className="setting">
        {(['letter', 'digit', 'upper', 'symbol'] as const).map((name) => (
          <Form.Item key={name} name={at(name)} valuePropName="checked" noStyle><Checkbox>{words[name]}</Checkbox></Form.Item>
        ))}
      </div>
    </>
  )
}
