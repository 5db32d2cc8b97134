import { App, Form, Input, Modal, Select } from 'antd'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'

import { useWords } from './words'

const KINDS = ['visit_card', 'inpatient', 'identity', 'his'] as const

interface Values {
  readonly kind: (typeof KINDS)[number]
  readonly number: string
  readonly item: string
  readonly item_name: string
  readonly value: string
  readonly unit?: string
  readonly level?: 1 | 2
  readonly department?: string
  readonly bed?: string
}

/** Reports a value by hand: the patient by one of his numbers, the item, the result. */
export function ReportDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const words = useWords()
  const { post } = useBackend()
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const [busy, setBusy] = useState(false)
  const send = async (values: Values) => {
    setBusy(true)
    try {
      const patient = await post('/api/patients/find-patient', { kind: values.kind, number: values.number })
      const place = { department: values.department ?? '', bed: values.bed ?? '', unit: values.unit ?? '' }
      const body = { patient_id: patient.id, item: values.item, item_name: values.item_name, value: values.value, level: values.level ?? null, doctor_id: null, ...place }
      await post('/api/critical_values/report-critical-value', body, 'command')
      void message.success(words.reported)
      onClose()
    } catch (error) {
      void message.error(explain(error), 6)
    } finally {
      setBusy(false)
    }
  }
  const needed = (label: string) => [{ required: true, message: words.needed(label) }]
  return (
    <Modal open title={words.report} okText={words.save} cancelText={words.back} confirmLoading={busy} okButtonProps={{ id: 'report-ok' }} onCancel={onClose} onOk={() => form.submit()}>
      <Form form={form} layout="vertical" name="report" initialValues={{ kind: 'visit_card' }} onFinish={(values) => void send(values)}>
        <Form.Item name="kind" label={words.cardKind}><Select options={KINDS.map((kind) => ({ value: kind, label: words.cardKinds[kind] }))} /></Form.Item>
        <Form.Item name="number" label={words.number} rules={needed(words.number)}><Input maxLength={64} /></Form.Item>
        <Form.Item name="item" label={words.item} rules={needed(words.item)}><Input maxLength={40} /></Form.Item>
        <Form.Item name="item_name" label={words.itemName} rules={needed(words.itemName)}><Input maxLength={50} /></Form.Item>
        <Form.Item name="value" label={words.value} rules={needed(words.value)}><Input maxLength={50} /></Form.Item>
        <Form.Item name="unit" label={words.unit}><Input maxLength={20} /></Form.Item>
        <Form.Item name="level" label={words.levelAsk}>
          <Select allowClear placeholder={words.levelAuto} options={[1, 2].map((level) => ({ value: level, label: words.level(level) }))} />
        </Form.Item>
        <Form.Item name="department" label={words.ward}><Input maxLength={50} /></Form.Item>
        <Form.Item name="bed" label={words.bed}><Input maxLength={20} /></Form.Item>
      </Form>
    </Modal>
  )
}
