import { DatePicker, Form, Input, InputNumber, Select } from 'antd'
import dayjs from 'dayjs'
import type { ReactNode } from 'react'

import { ageOn, bornAt, type Values } from './values'
import { useWords } from './words'

interface DayProps {
  readonly id?: string
  readonly value?: string | null
  readonly onChange?: (value: string | null) => void
}

/** A day of the calendar; the form holds it as YYYY-MM-DD. */
function Day({ id = '', value = null, onChange }: DayProps): ReactNode {
  return <DatePicker id={id} className="wide" value={value === null ? null : dayjs(value)} onChange={(next) => onChange?.(next?.format('YYYY-MM-DD') ?? null)} />
}

/** Who is to be examined (患者信息): an age fills in the year of birth, a birth date the age. */
export function PatientFields({ today }: { readonly today: string }): ReactNode {
  const words = useWords()
  const form = Form.useFormInstance<Values>()
  const sexes = (['male', 'female', 'unknown'] as const).map((value) => ({ value, label: words.sex[value] }))
  return (
    <fieldset className="block">
      <legend>{words.block.patient}</legend>
      <div className="fields">
        <Form.Item name="name" label={words.field.name} rules={[{ required: true, whitespace: true, message: words.needed(words.field.name) }]}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <Form.Item name="sex" label={words.field.sex}><Select options={sexes} /></Form.Item>
        <Form.Item name="age" label={words.field.age}>
          <InputNumber className="wide" min={0} max={150} onChange={(age) => age !== null && form.setFieldValue('birth_date', bornAt(age, today))} />
        </Form.Item>
        <Form.Item name="birth_date" label={words.field.birth_date} rules={[{ required: true, message: words.neededAge }]}><Day /></Form.Item>
        <Form.Item name="visit_card" label={words.field.visit_card}><Input maxLength={50} autoComplete="off" /></Form.Item>
        <Form.Item name="inpatient" label={words.field.inpatient}><Input maxLength={50} autoComplete="off" /></Form.Item>
      </div>
    </fieldset>
  )
}

/** The age that goes with a birth date, for when that is chosen. */
export function ageFor(birthDate: string | null, today: string): number | null {
  return birthDate === null || today === '' ? null : ageOn(birthDate, today)
}
