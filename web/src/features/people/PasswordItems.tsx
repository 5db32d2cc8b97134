import { Form, Input } from 'antd'
import type { ReactNode } from 'react'

import { needed, sameAs } from './rules'
import { useWords } from './words'

/** A password typed twice. */
export function PasswordItems({ label, again }: { readonly label: string; readonly again: string }): ReactNode {
  const words = useWords()
  return (
    <div className="form-pair">
      <Form.Item name="password" label={label} rules={needed(words, label)}>
        <Input.Password autoComplete="new-password" maxLength={128} />
      </Form.Item>
      <Form.Item name="confirmation" label={again} dependencies={['password']} rules={[...needed(words, again), sameAs(words, 'password')]}>
        <Input.Password autoComplete="new-password" maxLength={128} />
      </Form.Item>
    </div>
  )
}
