import { Button, Form, Input, Popconfirm, Select, Space } from 'antd'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'

import { possible } from './way'
import { type CriticalValue, useStep } from './useValue'
import { useWords } from './words'

const OUTCOMES = ['CONFIRMED', 'REACHED_NO_READBACK', 'UNABLE_TO_REACH'] as const
type CallOutcome = (typeof OUTCOMES)[number]

/** What can be done now: read back, say what was done, close, cancel, note a call. */
export function StepForms({ value }: { readonly value: CriticalValue }): ReactNode {
  const words = useWords()
  const { post, session } = useBackend()
  const { busy, run } = useStep()
  const [readBack, setReadBack] = useState('')
  const [note, setNote] = useState('')
  const steps = possible(value.state)
  if (!session.account.permissions.includes('critical_values.handle') || steps.length === 0) return null
  const id = value.value_id
  const done = (went: boolean) => {
    if (!went) return
    setReadBack('')
    setNote('')
  }
  return (
    <Space orientation="vertical" size="middle" className="critical-steps">
      {steps.includes('confirm') && (
        <Form
          layout="inline"
          onFinish={() => void run(() => post('/api/critical_values/confirm-critical-value', { value_id: id, read_back: readBack }, 'command')).then(done)}
        >
          <Form.Item label={words.readBack} extra={words.readBackHint}>
            <Input data-testid="read-back" autoComplete="off" value={readBack} maxLength={50} onChange={(event) => setReadBack(event.target.value)} />
          </Form.Item>
          <Button type="primary" htmlType="submit" data-testid="confirm-value" loading={busy} disabled={readBack.trim() === ''}>{words.confirm}</Button>
        </Form>
      )}
      {(steps.includes('handle') || steps.includes('cancel')) && (
        <Form.Item label={steps.includes('handle') ? words.note : words.why} layout="vertical">
          <Input.TextArea data-testid="value-note" value={note} rows={2} maxLength={500} onChange={(event) => setNote(event.target.value)} />
        </Form.Item>
      )}
      <Space>
        {steps.includes('handle') && (
          <Button
            type="primary"
            data-testid="handle-value"
            loading={busy}
            disabled={note.trim() === ''}
            onClick={() => void run(() => post('/api/critical_values/handle-critical-value', { value_id: id, note }, 'command')).then(done)}
          >
            {words.done}
          </Button>
        )}
        {steps.includes('close') && (
          <Button
            type="primary"
            data-testid="close-value"
            loading={busy}
            onClick={() => void run(() => post('/api/critical_values/close-critical-value', { value_id: id, note: '' }, 'command')).then(done)}
          >
            {words.close}
          </Button>
        )}
        {steps.includes('cancel') && (
          <Popconfirm
            title={words.cancel}
            okText={words.cancel}
            cancelText={words.back}
            disabled={note.trim() === ''}
            onConfirm={() => void run(() => post('/api/critical_values/cancel-critical-value', { value_id: id, note }, 'command')).then(done)}
          >
            <Button danger data-testid="cancel-value" disabled={note.trim() === ''}>{words.cancel}</Button>
          </Popconfirm>
        )}
      </Space>
      {steps.includes('call') && <CallForm valueId={id} />}
    </Space>
  )
}

function CallForm({ valueId }: { readonly valueId: string }): ReactNode {
  const words = useWords()
  const { post } = useBackend()
  const { busy, run } = useStep()
  const [form] = Form.useForm<{ outcome: CallOutcome; reached: string; read_back: string }>()
  const outcome = Form.useWatch('outcome', form)
  const send = (values: { outcome: CallOutcome; reached?: string; read_back?: string }) => {
    const body = { value_id: valueId, outcome: values.outcome, reached: values.reached ?? '', read_back: values.read_back ?? '', note: '' }
    void run(() => post('/api/critical_values/note-call', body, 'command')).then((went) => went && form.resetFields())
  }
  return (
    <Form form={form} layout="inline" onFinish={send} initialValues={{ outcome: 'CONFIRMED' }}>
      <Form.Item name="outcome" label={words.call}>
        <Select style={{ width: 180 }} data-testid="call-outcome" options={OUTCOMES.map((one) => ({ value: one, label: words.outcomes[one] }))} />
      </Form.Item>
      <Form.Item name="reached" label={words.reached}><Input maxLength={50} style={{ width: 120 }} /></Form.Item>
      {outcome === 'CONFIRMED' && <Form.Item name="read_back" label={words.readBack} rules={[{ required: true, message: words.needed(words.readBack) }]}><Input maxLength={50} style={{ width: 120 }} /></Form.Item>}
      <Button htmlType="submit" data-testid="note-call" loading={busy}>{words.save}</Button>
    </Form>
  )
}
