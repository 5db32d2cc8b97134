import { Button, Checkbox, Form, Input, Modal } from 'antd'
import type { ReactNode } from 'react'

import { Moment } from '@/shared/ui/Moment'

import { fromNow } from './format'
import type { Deeds } from './useDeeds'
import { useWords } from './words'

const LONGEST_NOTE = 500
const MINUTE_MS = 60_000
const QUICK = [30, 120, 480, 1440] as const

/** Asks for the result of what was dealt with, or for how long something is put aside. */
export function DeedDialogs({ deeds }: { readonly deeds: Deeds }): ReactNode {
  if (deeds.asking === null) return null
  return deeds.asking.deed === 'close' ? <CloseDialog deeds={deeds} count={deeds.asking.ids.length} /> : <ShelveDialog deeds={deeds} count={deeds.asking.ids.length} />
}

interface Props {
  readonly deeds: Deeds
  readonly count: number
}

function CloseDialog({ deeds, count }: Props): ReactNode {
  const words = useWords()
  const [form] = Form.useForm<{ note: string; nuisance: boolean }>()
  const ask = words.closing
  return (
    <Modal open title={ask.title(count)} okText={ask.ok} cancelText={ask.cancel} okButtonProps={{ id: 'close-ok' }} confirmLoading={deeds.busy} onOk={() => form.submit()} onCancel={deeds.leave}>
      <Form form={form} layout="vertical" initialValues={{ note: '', nuisance: false }} onFinish={({ note, nuisance }) => deeds.close(note.trim(), nuisance)}>
        <Form.Item name="note" label={ask.note}>
          <Input autoFocus maxLength={LONGEST_NOTE} data-testid="close-note" />
        </Form.Item>
        <Form.Item name="nuisance" valuePropName="checked">
          <Checkbox>{ask.nuisance}</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  )
}

function ShelveDialog({ deeds, count }: Props): ReactNode {
  const words = useWords()
  const [form] = Form.useForm<{ until: string | null; note: string }>()
  const ask = words.shelving
  const quick = (minutes: number) => form.setFieldsValue({ until: fromNow(minutes * MINUTE_MS) })
  return (
    <Modal open title={ask.title(count)} okText={ask.ok} cancelText={words.closing.cancel} okButtonProps={{ id: 'shelve-ok' }} confirmLoading={deeds.busy} onOk={() => form.submit()} onCancel={deeds.leave}>
      <Form form={form} layout="vertical" initialValues={{ until: null, note: '' }} onFinish={({ until, note }) => deeds.shelve(until ?? '', note.trim())}>
        <p className="alert-hint">{ask.hint}</p>
        <p className="alert-quick">
          {QUICK.map((minutes) => <Button key={minutes} size="small" data-testid={`shelve-${minutes}`} onClick={() => quick(minutes)}>{ask.quick[minutes]}</Button>)}
        </p>
        <Form.Item name="until" label={ask.until} rules={[{ required: true, message: ask.required }]}>
          <Moment />
        </Form.Item>
        <Form.Item name="note" label={ask.note}>
          <Input maxLength={LONGEST_NOTE} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
