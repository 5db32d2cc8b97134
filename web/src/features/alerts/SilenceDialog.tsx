import { Alert, Form, Input, Radio, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import { FormDialog } from '@/shared/ui/FormDialog'
import { Moment } from '@/shared/ui/Moment'

import { fromNow } from './format'
import type { Choices } from './model'
import { useWords } from './words'

interface Values {
  readonly kind: 'silence' | 'out_of_service'
  readonly rules: readonly string[]
  readonly about: string
  readonly starts_at: string
  readonly ends_at: string
  readonly comment: string
}

const HOUR_MS = 3_600_000

/** What is kept from people, from when until when, and why. */
export function SilenceDialog({ choices, onClose }: { readonly choices: Choices; readonly onClose: () => void }): ReactNode {
  const words = useWords().silences
  const { i18n } = useTranslation()
  const { post } = useBackend()
  const english = i18n.language === 'en'
  const [initial] = useState(() => ({ kind: 'silence' as const, rules: [], about: '', starts_at: fromNow(0), ends_at: fromNow(HOUR_MS), comment: '' }))
  const must = (what: string) => [{ required: true, message: words.required(what) }]
  return (
    <FormDialog<Values> title={words.add} initial={initial} told={words.created} onClose={onClose} onSave={(values) => post('/api/alerts/create-silence', { ...values, comment: values.comment.trim() }, 'command')}>
      <Form.Item name="kind" label={words.kind}>
        <Radio.Group options={(['silence', 'out_of_service'] as const).map((value) => ({ value, label: words.kinds[value] }))} />
      </Form.Item>
      <Form.Item noStyle dependencies={['kind']}>
        {(form) => <p className="alert-hint">{words.hints[(form.getFieldValue('kind') ?? 'silence') as Values['kind']]}</p>}
      </Form.Item>
      <Form.Item name="rules" label={words.rules}>
        <Select mode="multiple" placeholder={words.everyRule} showSearch={{ optionFilterProp: 'label' }} options={choices.rules.map((rule) => ({ value: rule.code, label: `${english ? rule.en : rule.zh} · ${rule.code}` }))} />
      </Form.Item>
      <Form.Item name="about" label={words.about} extra={words.aboutHint}><Input maxLength={200} /></Form.Item>
      <Form.Item noStyle dependencies={['rules', 'about']}>
        {(form) => (everything(form.getFieldsValue() as Partial<Values>) ? <Alert type="warning" showIcon title={words.all} className="alert-hint" /> : null)}
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="starts_at" label={words.starts} rules={must(words.starts)}><Moment /></Form.Item>
        <Form.Item name="ends_at" label={words.ends} rules={must(words.ends)}><Moment /></Form.Item>
      </div>
      <Form.Item name="comment" label={words.comment} rules={[{ required: true, whitespace: true, message: words.required(words.comment) }]}><Input maxLength={200} /></Form.Item>
    </FormDialog>
  )
}

function everything({ rules = [], about = '' }: Partial<Values>): boolean {
  return rules.length === 0 && about.trim() === ''
}
