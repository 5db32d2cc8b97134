import { useQuery } from '@tanstack/react-query'
import { Alert, App, Button, Descriptions, Form, Modal, Skeleton, Timeline } from 'antd'
import { type ReactNode, useEffect } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { dayAndTime } from '@/shared/time/zoned'

import { Fields } from './Fields'
import { Picture } from './PhotoField'
import { ageFor } from './PatientFields'
import { nameIn, type Sheet, stateName, yuan } from './row'
import type { Choices } from './useChoices'
import { useSending } from './useSending'
import { BLANK, formBody, sheetValues, type Values } from './values'
import { useWords } from './words'

interface Props {
  readonly id: string
  readonly editing: boolean
  readonly choices: Choices
  readonly onClose: () => void
}

/** 登记详情 (RIS-017, RIS-019, RIS-023): to look at, or to edit and save while the state and the rights allow it. */
export function DetailDialog({ id, editing, choices, onClose }: Props): ReactNode {
  const words = useWords()
  const { post, session } = useBackend()
  const { message } = App.useApp()
  const { form, busy, send } = useSending()
  const asked = useQuery({ queryKey: ['registration', 'sheet', id], queryFn: () => post('/api/registration/show-registration', { registration_id: id }), gcTime: 0, staleTime: Infinity })
  const sheet = asked.data
  const editable = sheet !== undefined && ['registered', 'examining', 'examined'].includes(sheet.state)
  const edits = editing && editable && session.account.permissions.includes('registration.register')
  useEffect(() => {
    if (sheet !== undefined && edits) form.setFieldsValue(sheetValues(sheet, choices.today))
  }, [sheet, edits, form, choices.today])
  const save = async (values: Values) => {
    if (sheet === undefined) return
    const place = { room_id: values.room_id, pre_exam_time: values.pre_exam_time, slot_at: values.slot_at, arrears: values.arrears }
    const done = await send(() => post('/api/registration/edit-registration', { registration_id: id, edition: sheet.edition, ...formBody(values), ...place }, 'command'))
    if (done === null) return
    void message.success(words.done.saved)
    onClose()
  }
  const changed = (change: Partial<Values>) => {
    if (change.birth_date !== undefined) form.setFieldValue('age', ageFor(change.birth_date, choices.today))
    if (change.pre_exam_time !== undefined) form.setFieldValue('slot_at', null)
  }
  const buttons = [
    <Button key="close" onClick={onClose}>{words.close}</Button>,
    ...(edits ? [<Button key="save" id="detail-save" type="primary" loading={busy} onClick={() => form.submit()}>{words.save}</Button>] : []),
  ]
  return (
    <Modal open title={words.sheet.title} width={860} footer={buttons} onCancel={onClose} mask={{ closable: !edits }}>
      <div data-testid="detail">
        {asked.error !== null && <Alert type="error" showIcon title={explain(asked.error)} />}
        {asked.isPending && <Skeleton active />}
        {sheet !== undefined && edits && (
          <Form<Values> form={form} name="detail" layout="vertical" initialValues={BLANK} scrollToFirstError onValuesChange={changed} onFinish={() => void save({ ...BLANK, ...(form.getFieldsValue(true) as Values) })}>
            <Fields choices={choices} place={sheet.direction === 'sent' ? 'none' : 'room'} />
          </Form>
        )}
        {sheet !== undefined && !edits && <SheetView sheet={sheet} />}
      </div>
    </Modal>
  )
}

function SheetView({ sheet }: { readonly sheet: Sheet }): ReactNode {
  const words = useWords()
  const zone = useBackend().session.institution.time_zone
  const { patient, clinical } = sheet
  const numbers = Object.fromEntries(patient.numbers.map(({ kind, number }) => [kind, number]))
  const time = (at: string | null) => dayAndTime(at, zone)
  const lines: readonly (readonly [string, string])[] = [
    [words.field.name, patient.name],
    [words.field.sex, nameIn(words.sex, patient.sex)],
    [words.field.birth_date, patient.birth_date ?? ''],
    [words.field.visit_card, numbers.visit_card ?? ''],
    [words.field.inpatient, numbers.inpatient ?? ''],
    [words.field.patient_class, `${nameIn(words.kind, sheet.patient_class)}${sheet.arrears ? ` · ${words.arrears}` : ''}`],
    [words.columns.state, stateName(words, sheet)],
    [words.sheet.examNo, sheet.exam_no === '' ? words.sheet.unassigned : sheet.exam_no],
    [words.sheet.imageNo, sheet.image_no],
    [words.sheet.number, sheet.number],
    [words.sheet.orderNo, sheet.order_no],
    [words.field.campus, sheet.campus],
    [words.field.room_id, sheet.room_name],
    [words.field.pre_exam_time, time(sheet.pre_exam_time)],
    [words.sheet.registered, `${time(sheet.registered_at)} ${sheet.registered_by}`],
    [words.field.requesting_department, sheet.requesting_department],
    [words.field.requesting_doctor, sheet.requesting_doctor],
    ...(sheet.direction === '' ? [] : ([[words.sheet.institution, sheet.institution], [words.field.requesting_campus, sheet.requesting_campus]] as const)),
    [words.field.items, sheet.items.map((item) => `${item.name} ${item.code} ${item.part} ¥${yuan(item.price)}`).join('；')],
    [words.field.diagnosis, clinical.diagnosis],
    [words.field.purpose, clinical.purpose],
    [words.field.history, clinical.history],
    [words.field.signs, clinical.signs],
    [words.field.pinyin, patient.pinyin],
    [words.field.phone, patient.phone],
    [words.field.height, String(patient.height ?? '')],
    [words.field.weight, String(patient.weight ?? '')],
    [words.field.address, patient.address],
    [words.field.identity, numbers.identity ?? ''],
  ]
  const trail = [...sheet.history].reverse().map((one) => ({
    content: `${time(one.at)} ${nameIn(words.fact, one.action.slice(one.action.indexOf('.') + 1))} ${one.actor}`,
  }))
  return (
    <>
      <Descriptions column={2} size="small" bordered items={lines.map(([label, text]) => ({ key: label, label, children: text }))} />
      {sheet.photos.length > 0 && <p className="photos">{sheet.photos.map((photo, place) => <Picture key={photo.file_id} fileId={photo.file_id} name={words.photo.one(place + 1)} />)}</p>}
      <h3>{words.sheet.history}</h3>
      <Timeline items={trail} />
    </>
  )
}
