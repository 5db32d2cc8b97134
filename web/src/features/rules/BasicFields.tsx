import { Form, Input, Select, Switch } from 'antd'
import type { ReactNode } from 'react'

import { LEVELS } from './model'
import { useWords } from './words'

/** What a rule is called, and how bad what it finds is. */
export function BasicFields({ fresh }: { readonly fresh: boolean }): ReactNode {
  const { editor: words, levels } = useWords()
  return (
    <fieldset>
      <legend>{words.sections.basic}</legend>
      <div className="form-pair">
        <Form.Item name="zh" label={words.fields.zh} required><Input maxLength={60} data-testid="rule-zh" /></Form.Item>
        <Form.Item name="en" label={words.fields.en} required><Input maxLength={80} data-testid="rule-en" /></Form.Item>
        <Form.Item name="code" label={words.fields.code} extra={fresh ? words.hints.code : undefined} required><Input disabled={!fresh} data-testid="rule-code" /></Form.Item>
        <Form.Item name="level" label={words.fields.level}><Select options={LEVELS.map((value) => ({ value, label: levels[value] }))} /></Form.Item>
        <Form.Item name="enabled" label={words.fields.enabled} valuePropName="checked"><Switch /></Form.Item>
      </div>
    </fieldset>
  )
}
