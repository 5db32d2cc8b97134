import { Form, Input, Select, Switch } from 'antd'
import type { ReactNode } from 'react'

import { PhotoField } from './PhotoField'
import type { Choices } from './useChoices'
import type { Item, Values } from './values'
import { useWords } from './words'
import { ZonedMoment } from './ZonedMoment'

interface Props {
  readonly choices: Choices
  /** Where the examination takes place: a room here, or another institution. */
  readonly place: 'room' | 'referral' | 'none'
}

/** 请检信息: where and when, how urgent, who asks. */
export function RequestFields({ choices, place }: Props): ReactNode {
  const words = useWords()
  const kinds = (['emergency', 'vip', 'normal'] as const).map((value) => ({ value, label: words.kind[value] }))
  return (
    <fieldset className="block">
      <legend>{words.block.request}</legend>
      <div className="fields">
        {place === 'room' && <RoomFields choices={choices} />}
        {place === 'referral' && <ReferralFields choices={choices} />}
        <Form.Item name="patient_class" label={words.field.patient_class}><Select options={kinds} /></Form.Item>
        <Form.Item name="requesting_department" label={words.field.requesting_department}><Input maxLength={100} /></Form.Item>
        <Form.Item name="requesting_doctor" label={words.field.requesting_doctor}><Input maxLength={100} /></Form.Item>
        {place !== 'referral' && <Form.Item name="arrears" label={words.field.arrears} valuePropName="checked"><Switch /></Form.Item>}
        <Form.Item name="photo_ids" label={words.field.photo}><PhotoField /></Form.Item>
      </div>
    </fieldset>
  )
}

function RoomFields({ choices }: { readonly choices: Choices }): ReactNode {
  const words = useWords()
  const form = Form.useFormInstance<Values>()
  const campus = Form.useWatch('campus', form) as string | null | undefined
  const items = useItems()
  const type = choices.offers.find((offer) => items.some((item) => item.code === offer.code))?.exam_type
  const campuses = [...new Set(choices.rooms.map((room) => room.campus))].map((value) => ({ value, label: value }))
  const offered = choices.rooms
    .filter((room) => campus === null || campus === undefined || campus === '' || room.campus === campus)
    .map((room) => ({ value: room.id, label: `${room.name}（${room.exam_types.join('、')}）`, disabled: type !== undefined && !room.exam_types.includes(type) }))
  const chooseRoom = (id: string) => {
    form.setFieldsValue({ slot_at: null, campus: choices.rooms.find((room) => room.id === id)?.campus ?? null })
  }
  return (
    <>
      <Form.Item name="campus" label={words.field.campus}>
        <Select allowClear options={campuses} onChange={() => form.setFieldsValue({ room_id: null, slot_at: null })} />
      </Form.Item>
      <Form.Item name="room_id" label={words.field.room_id} rules={[{ required: true, message: words.needed(words.field.room_id) }]}>
        <Select options={offered} onChange={chooseRoom} />
      </Form.Item>
      <Form.Item name="pre_exam_time" label={words.field.pre_exam_time} data-testid="pre-exam-time"><ZonedMoment placeholder={words.now} /></Form.Item>
      <Form.Item name="slot_at" hidden><Input /></Form.Item>
    </>
  )
}

function ReferralFields({ choices }: { readonly choices: Choices }): ReactNode {
  const words = useWords()
  const form = Form.useFormInstance<Values>()
  const group = Form.useWatch('group', form)
  const institution = Form.useWatch('institution', form)
  const { targets } = choices
  const pairs = (of: readonly (readonly [string, string])[]) => [...new Map(of)].map(([value, label]) => ({ value, label }))
  const groups = pairs(targets.map((target) => [target.group_id, target.group]))
  const institutions = pairs(targets.filter((target) => target.group_id === group).map((target) => [target.institution_id, target.institution]))
  const campuses = targets.filter((target) => target.institution_id === institution).map((target) => ({ value: target.campus, label: `${target.campus}（${target.exam_types.join('、')}）` }))
  const own = [...new Set(choices.rooms.map((room) => room.campus))].map((value) => ({ value, label: value }))
  const need = (label: string) => [{ required: true, message: words.needed(label) }]
  return (
    <>
      <Form.Item name="group" label={words.field.group} rules={need(words.field.group)}>
        <Select options={groups} onChange={() => form.setFieldsValue({ institution: null, campus_there: null })} />
      </Form.Item>
      <Form.Item name="institution" label={words.field.institution} rules={need(words.field.institution)}>
        <Select options={institutions} onChange={() => form.setFieldsValue({ campus_there: null })} />
      </Form.Item>
      <Form.Item name="campus_there" label={words.field.campus_there} rules={need(words.field.campus_there)}><Select options={campuses} /></Form.Item>
      <Form.Item name="requesting_campus" label={words.field.requesting_campus}><Select allowClear options={own} /></Form.Item>
      <ExamType choices={choices} />
    </>
  )
}

/** The items that are in the form; none before it is drawn. */
function useItems(): readonly Item[] {
  const form = Form.useFormInstance<Values>()
  const items: unknown = Form.useWatch('items', form)
  return Array.isArray(items) ? (items as readonly Item[]) : []
}

/** 检查类型 follows from the items: one registration is for one type. */
function ExamType({ choices }: { readonly choices: Choices }): ReactNode {
  const words = useWords()
  const items = useItems()
  const type = choices.offers.find((offer) => items.some((item) => item.code === offer.code))?.exam_type ?? ''
  return <Form.Item label={words.field.exam_type}><Input readOnly value={type} data-testid="exam-type" /></Form.Item>
}
