import { Form, Input } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { FormDialog } from '@/shared/ui/FormDialog'

import { CHECKS, LONGEST } from './form'
import { type Detail, useStep } from './useSample'
import { useWords } from './words'

interface RejectProps {
  readonly title: string
  readonly onSave: (reason: string) => Promise<unknown>
  readonly onClose: () => void
}

/** Asks why; without a reason nothing is refused. */
export function RejectDialog({ title, onSave, onClose }: RejectProps): ReactNode {
  const { fields, needed } = useWords()
  const step = useStep()
  return (
    <FormDialog<{ reason: string }> title={title} initial={{ reason: '' }} width={520} onSave={({ reason }) => step(() => onSave(reason.trim()))} onClose={onClose}>
      <Form.Item name="reason" label={fields.rejection} rules={[{ required: true, whitespace: true, message: needed(fields.rejection) }]}>
        <Input.TextArea rows={4} maxLength={LONGEST.reason} showCount autoFocus data-testid="reject-reason" />
      </Form.Item>
    </FormDialog>
  )
}

/** The courier's number of the sample that goes back, or another one. */
export function ReturnDialog({ sample, onClose }: { readonly sample: Detail; readonly onClose: () => void }): ReactNode {
  const { fields, faults, staff, needed } = useWords()
  const { post } = useBackend()
  const step = useStep()
  const validator = (_: unknown, value: unknown) => {
    const fault = CHECKS.number(typeof value === 'string' ? value : '')
    return fault === null ? Promise.resolve() : Promise.reject(new Error(fault === 'required' ? needed(fields.returnNo) : faults[fault]))
  }
  const save = ({ return_no: number }: { return_no: string }) =>
    step(() => post('/api/samples/fill-return-number', { sample_id: sample.sample_id, return_no: number.trim() }, 'command'))
  return (
    <FormDialog title={sample.state === 'returned' ? staff.amend : staff.acts.return} initial={{ return_no: sample.return_no }} width={520} onSave={save} onClose={onClose}>
      <Form.Item name="return_no" label={fields.returnNo} required rules={[{ validator }]}>
        <Input maxLength={LONGEST.number} autoFocus autoComplete="off" data-testid="return-number" />
      </Form.Item>
    </FormDialog>
  )
}
