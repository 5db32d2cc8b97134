import { Form, Input } from 'antd'
import type { ReactNode } from 'react'

import { FormDialog } from '@/shared/ui/FormDialog'

import { useWords } from './words'

const LONGEST = 500

interface RejectProps {
  readonly onReject: (reason: string) => Promise<unknown>
  readonly onClose: () => void
}

/** Asks why; without a reason nothing is returned (RIS-326). */
export function RejectDialog({ onReject, onClose }: RejectProps): ReactNode {
  const words = useWords()
  return (
    <FormDialog<{ reason: string }> title={words.askReject} initial={{ reason: '' }} width={520} okText={words.tools.reject} told={words.done.reject} onSave={({ reason }) => onReject(reason.trim())} onClose={onClose}>
      <Form.Item name="reason" label={words.reason} rules={[{ required: true, whitespace: true, message: words.needed(words.reason) }]}>
        <Input.TextArea rows={4} maxLength={LONGEST} showCount autoFocus data-testid="reject-reason" />
      </Form.Item>
    </FormDialog>
  )
}
