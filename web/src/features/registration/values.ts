import type { Body } from '@/shared/api/post'

import type { Found, PatientClass, Sheet } from './row'

export interface Item {
  readonly code: string
  readonly name: string
  readonly part: string
  /** In fen. */
  readonly price: number
}

/** What the form holds; an empty text is nothing. */
export interface Values {
  patient_id: string | null
  name: string
  age: number | null
  sex: 'male' | 'female' | 'unknown'
  birth_date: string | null
  visit_card: string
  checkup: string
  inpatient: string
  identity: string
  pinyin: string
  phone: string
  height: number | null
  weight: number | null
  address: string
  campus: string | null
  room_id: string | null
  pre_exam_time: string | null
  slot_at: string | null
  patient_class: PatientClass
  arrears: boolean
  requesting_department: string
  requesting_doctor: string
  requested_at: string | null
  group: string | null
  institution: string | null
  campus_there: string | null
  requesting_campus: string | null
  items: readonly Item[]
  diagnosis: string
  purpose: string
  history: string
  signs: string
  order_id: string | null
  photo_ids: readonly string[]
}

export const BLANK: Values = {
  patient_id: null, name: '', age: null, sex: 'unknown', birth_date: null, visit_card: '', checkup: '', inpatient: '', identity: '',
  pinyin: '', phone: '', height: null, weight: null, address: '', campus: null, room_id: null, pre_exam_time: null, slot_at: null,
  patient_class: 'normal', arrears: false, requesting_department: '', requesting_doctor: '', requested_at: null, group: null,
  institution: null, campus_there: null, requesting_campus: null, items: [], diagnosis: '', purpose: '', history: '', signs: '',
  order_id: null, photo_ids: [],
}

type Patient = Found['patient']
type Register = Body<'/api/registration/register-patient'>

const KINDS = ['visit_card', 'checkup', 'inpatient', 'identity'] as const

/** Whole years between a birth date and today, both as YYYY-MM-DD. */
export function ageOn(born: string, today: string): number {
  return Number(today.slice(0, 4)) - Number(born.slice(0, 4)) - (today.slice(5) < born.slice(5) ? 1 : 0)
}

/** The first of January of the year in which somebody of that age was born: all that an age tells. */
export function bornAt(age: number, today: string): string {
  return `${Number(today.slice(0, 4)) - age}-01-01`
}

/** A patient as the form shows him. */
export function patientValues(patient: Patient, today: string): Partial<Values> {
  const numbers = Object.fromEntries(KINDS.map((kind) => [kind, patient.numbers.find((number) => number.kind === kind)?.number ?? '']))
  return {
    ...numbers,
    patient_id: patient.id, name: patient.name, sex: patient.sex, birth_date: patient.birth_date, pinyin: patient.pinyin, phone: patient.phone,
    address: patient.address, height: patient.height, weight: patient.weight,
    age: patient.birth_date === null ? null : ageOn(patient.birth_date, today),
  }
}

/** A found request as the form shows it; the newest order is the one that is meant. */
export function foundValues({ patient, orders }: Found, today: string): Partial<Values> {
  const order = orders[0]
  if (order === undefined) return patientValues(patient, today)
  return {
    ...patientValues(patient, today), ...order.clinical,
    items: order.items, order_id: order.order_id, patient_class: order.patient_class as PatientClass,
    requesting_department: order.requesting_department, requesting_doctor: order.requesting_doctor, requested_at: order.requested_at,
  }
}

/** A registration as the form shows it. */
export function sheetValues(sheet: Sheet, today: string): Values {
  return {
    ...BLANK, ...patientValues(sheet.patient, today), ...sheet.clinical,
    // A referral's campus is what the two institutions call it; the rooms here may stand under another name.
    campus: sheet.room_id === null ? null : sheet.campus, room_id: sheet.room_id, pre_exam_time: sheet.pre_exam_time, slot_at: sheet.slot_at,
    patient_class: sheet.patient_class as PatientClass, arrears: sheet.arrears, items: sheet.items,
    requesting_department: sheet.requesting_department, requesting_doctor: sheet.requesting_doctor, requested_at: sheet.requested_at,
    photo_ids: sheet.photos.map((photo) => photo.file_id),
  }
}

/** What registering, editing and referring have in common. */
export function formBody(values: Values): Pick<Register, 'patient' | 'items' | 'request' | 'clinical' | 'photo_ids'> {
  const numbers = Object.fromEntries(KINDS.filter((kind) => values[kind].trim() !== '').map((kind) => [kind, values[kind].trim()]))
  const { name, sex, birth_date, pinyin, phone, address, height, weight, diagnosis, purpose, history, signs } = values
  return {
    patient: { patient_id: values.patient_id, numbers, details: { name: name.trim(), sex, birth_date, pinyin, phone, address, height, weight } },
    items: values.items,
    request: {
      patient_class: values.patient_class, requesting_department: values.requesting_department, requesting_doctor: values.requesting_doctor, requested_at: values.requested_at,
    },
    clinical: { diagnosis, purpose, history, signs },
    photo_ids: values.photo_ids,
  }
}

/** The field of the form that the server means, such as `birth_date` by `patient.details.birth_date`. */
export function fieldOf(named: string): string {
  const parts = named.split(/[.[\]]+/).filter((part) => part !== '')
  if (parts[0] === 'items') return 'items'
  return parts.at(-1) ?? named
}
