export const STATES = ['calling', 'called', 'examining', 'waiting', 'passed'] as const
export type TicketState = (typeof STATES)[number]
export type PatientClass = 'emergency' | 'vip' | 'normal'

/** A row of the channel `queue-room:<institution>:<room>`. */
export interface LineRow {
  readonly ticket_id: string
  /** Compared element by element; the list is sorted by it, ascending. */
  readonly order: readonly (number | string)[]
  readonly number: string
  readonly name: string
  readonly sex: string
  readonly age: number
  readonly patient_class: PatientClass
  readonly exam_type: string
  readonly items: readonly string[]
  readonly exam_no: string
  readonly image_no: string
  readonly pre_exam_time: string
  readonly state: TicketState
  readonly calls: number
  readonly room_id: string
  readonly arrears: boolean
}

/** "A003 张三": how a patient is named in messages. */
export function who(row: Pick<LineRow, 'number' | 'name'>): string {
  return `${row.number} ${row.name}`
}
