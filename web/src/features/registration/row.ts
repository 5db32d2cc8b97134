import type { components } from '@/generated/api'
import type { Answer } from '@/shared/api/post'

import type { Words } from './words'

/** A row of the channel `registration-today:<institution>`. */
export type TodayRow = components['schemas']['TodayRow']
export type SlotRow = components['schemas']['SlotRow']
export type Sheet = Answer<'/api/registration/show-registration'>
export type Found = Answer<'/api/registration/find-request'>
export type Offer = Answer<'/api/registration/list-offers'>[number]
export type Target = Answer<'/api/registration/list-targets'>[number]

export type PatientClass = 'emergency' | 'vip' | 'normal'

const has = <T extends object>(words: T, name: string): name is Extract<keyof T, string> => Object.hasOwn(words, name)

/** What a code is called; an unknown one is shown as it is. */
export function nameIn(words: Readonly<Record<string, string>>, code: string): string {
  return has(words, code) ? (words[code] ?? code) : code
}

/** What is shown as the state: where the patient stands in the line while he is in it, else how the registration stands. */
export function stateName(words: Words, row: { readonly state: string; readonly ticket_state: string }): string {
  const inLine = row.state === 'registered' && row.ticket_state !== '' && row.ticket_state !== 'waiting'
  return inLine ? nameIn(words.ticket, row.ticket_state) : nameIn(words.state, row.state)
}

/** Fen as yuan. */
export function yuan(fen: number): string {
  return (fen / 100).toFixed(2)
}
