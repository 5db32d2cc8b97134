import { Button, Form, TextArea } from 'antd-mobile'
import type { ReactNode } from 'react'

import { Sheet } from '@/shared/mobile/Sheet'
import { useSubmit } from '@/shared/mobile/useSubmit'

import { LONGEST } from './form'
import { useWords } from './words'

interface Props {
  readonly onSend: (reason: string) => Promise<unknown>
  readonly onDone: () => void
  readonly onClose: () => void
}

/** The sheet from below that asks why the submission should be changed. */
export function ReasonSheet({ onSend, onDone, onClose }: Props): ReactNode {
  const words = useWords()
  const [form] = Form.useForm()
  const { busy, submit } = useSubmit(form)
  const send = async ({ reason }: { readonly reason: string }) => {
    if (await submit(() => onSend(reason.trim()))) onDone()
  }
  return (
    <Sheet title={words.my.askChange} onClose={onClose}>
      <Form form={form} layout="vertical" onFinish={(fields: { reason: string }) => void send(fields)} footer={
        <div className="phone-add-row">
          <Button block onClick={onClose}>{words.cancel}</Button>
          <Button block color="primary" type="submit" loading={busy} data-testid="send-reason">{words.my.send}</Button>
        </div>
      }>
        <Form.Item name="reason" label={words.fields.reason} rules={[{ required: true, whitespace: true, message: words.needed(words.fields.reason) }]}>
          <TextArea rows={4} maxLength={LONGEST.reason} showCount placeholder={words.my.reasonHint} aria-label={words.fields.reason} data-testid="reason" />
        </Form.Item>
      </Form>
    </Sheet>
  )
}
