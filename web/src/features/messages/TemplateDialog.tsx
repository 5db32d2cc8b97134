import { Button, Form, Input, Select, Switch } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { FormDialog } from '@/shared/ui/FormDialog'

import type { TemplateRow } from './TemplatesPage'
import { paramsOf, rowsOf, type Param } from './params'
import { useWords } from './words'

interface Fields {
  readonly name: string
  readonly topic: string
  readonly way: TemplateRow['template']['way']
  readonly code?: string
  readonly title?: string
  readonly text?: string
  readonly enabled: boolean
  readonly params?: readonly Param[]
}

interface Props {
  /** The template to change; null: a new one. */
  readonly row: TemplateRow | null
  readonly onSaved: () => Promise<void>
  readonly onClose: () => void
}

const WAYS = ['sms', 'wechat', 'mini_program', 'wecom', 'email', 'webhook'] as const
const TOPIC = /^(\*|[a-z_]+\.[a-z_.]+)$/

/** Writes a version of a template; what it is for stays as it is. */
export function TemplateDialog({ row, onSaved, onClose }: Props): ReactNode {
  const words = useWords()
  const { post } = useBackend()
  const needed = (what: string) => [{ required: true, message: words.set.required(what) }]
  const save = async ({ params = [], ...given }: Fields) => {
    await post('/api/messages/save-template', { template: { code: '', title: '', text: '', ...given, params: paramsOf(params) }, edition: row?.version ?? 0 }, 'command')
    await onSaved()
  }
  const initial = row === null ? { topic: '*', way: 'sms' as const, enabled: true, params: [] } : { ...row.template, params: rowsOf(row.template.params) }
  return (
    <FormDialog<Fields> title={row === null ? words.set.addTemplate : words.set.editTemplate} initial={initial} onSave={save} onClose={onClose} width={720}>
      <div className="form-pair">
        <Form.Item name="name" label={words.set.name} rules={needed(words.set.name)}><Input autoFocus maxLength={60} /></Form.Item>
        <Form.Item name="code" label={words.set.code}><Input maxLength={100} /></Form.Item>
        <Form.Item name="way" label={words.outbox.way} rules={needed(words.outbox.way)}><Select disabled={row !== null} options={WAYS.map((value) => ({ value, label: words.ways[value] }))} /></Form.Item>
        <Form.Item name="topic" label={words.set.topic} extra={words.set.topicHint} rules={[...needed(words.set.topic), { pattern: TOPIC, message: words.set.wrongTopic }]}><Input disabled={row !== null} maxLength={60} /></Form.Item>
      </div>
      <p className="hint">{words.set.words}</p>
      <Form.List name="params">
        {(fields, { add, remove }) => (
          <>
            {fields.map((field) => (
              <div key={field.key} className="param">
                <Form.Item name={[field.name, 'name']} noStyle rules={needed(words.set.paramName)}><Input placeholder={words.set.paramName} aria-label={words.set.paramName} /></Form.Item>
                <Form.Item name={[field.name, 'text']} noStyle rules={needed(words.set.paramText)}><Input placeholder={words.set.paramText} aria-label={words.set.paramText} maxLength={200} /></Form.Item>
                <Button type="text" danger onClick={() => remove(field.name)}>{words.set.remove}</Button>
              </div>
            ))}
            <Button data-testid="param-add" onClick={() => add({ name: '', text: '' })}>{words.set.addParam}</Button>
          </>
        )}
      </Form.List>
      <Form.Item name="title" label={words.set.templateTitle}><Input maxLength={200} /></Form.Item>
      <Form.Item name="text" label={words.set.templateText}><Input.TextArea rows={3} maxLength={2000} /></Form.Item>
      <Form.Item name="enabled" label={words.set.status} valuePropName="checked"><Switch checkedChildren={words.set.on} unCheckedChildren={words.set.off} /></Form.Item>
    </FormDialog>
  )
}
