import { Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { FormDialog } from '@/shared/ui/FormDialog'

import { useWords } from './words'

const KINDS = ['inpatient', 'visit_card', 'his', 'identity'] as const

interface Values {
  readonly kind: (typeof KINDS)[number]
  readonly number: string
}

/** Says whom a device measures, by one of the patient's numbers. */
export function BindDialog({ device, onClose }: { readonly device: string; readonly onClose: () => void }): ReactNode {
  const words = useWords()
  const { post } = useBackend()
  const bind = async ({ kind, number }: Values) => {
    const patient = await post('/api/patients/find-patient', { kind, number })
    await post('/api/vitals/bind-device', { device_id: device, patient_id: patient.id }, 'command')
  }
  return (
    <FormDialog<Values> title={words.bind} initial={{ kind: 'inpatient' }} width={440} told={words.bound} onSave={bind} onClose={onClose}>
      <Form.Item name="kind" label={words.kind}><Select options={KINDS.map((value) => ({ value, label: words.kinds[value] }))} /></Form.Item>
      <Form.Item name="number" label={words.number} rules={[{ required: true, message: words.numberNeeded }]}><Input maxLength={64} autoFocus /></Form.Item>
    </FormDialog>
  )
}
