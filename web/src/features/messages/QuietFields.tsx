import { Form, Input } from 'antd'
import type { ReactNode } from 'react'

import { useWords } from './words'

interface Props {
  /** The place of `{since, until}` in the form. */
  readonly name: readonly string[]
  readonly label: string
  readonly hint: string
}

const CLOCK = /^([01][0-9]|2[0-3]):[0-5][0-9]$/

/** From when to when nobody is disturbed. */
export function QuietFields({ name, label, hint }: Props): ReactNode {
  const words = useWords()
  const rules = [{ pattern: CLOCK, message: words.my.wrongClock }]
  return (
    <Form.Item label={label} extra={hint}>
      <span className="quiet">
        {words.my.since}
        <Form.Item name={[...name, 'since']} noStyle rules={rules}><Input aria-label={`${label} ${words.my.since}`} placeholder="22:00" maxLength={5} /></Form.Item>
        {words.my.until}
        <Form.Item name={[...name, 'until']} noStyle rules={rules}><Input aria-label={`${label} ${words.my.until}`} placeholder="07:00" maxLength={5} /></Form.Item>
      </span>
    </Form.Item>
  )
}
