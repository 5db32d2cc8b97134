import { createContext, use } from 'react'

import { type Answer, newKey, postOnce } from '@/shared/api/post'
import type { Entrance, Session } from '@/shared/api/session'
import { language } from '@/shared/i18n/i18n'

export type DoorSheet = Answer<'/api/access/show-patient-door'>
export type CodeAsked = Answer<'/api/access/ask-patient-code'>
export type Purpose = 'register' | 'sign_in' | 'reset'

const headers = () => ({ 'Accept-Language': language(), 'Idempotency-Key': newKey() })

/** How a patient goes on with his session: his cookie is another one than the staff's. */
export const PATIENT: Entrance = {
  resume: (given) => postOnce('/api/access/refresh-patient', {}, given),
  leave: (post) => post('/api/access/sign-out-patient', {}, 'command'),
}

/** The doors of one institution. */
export interface Door {
  readonly institution: string
  readonly enter: (session: Session) => void
}

export const DoorContext = createContext<Door | null>(null)

export function useDoor(): Door {
  const door = use(DoorContext)
  if (door === null) throw new Error('useDoor outside DoorContext')
  return door
}

/** What stands at the door of an institution. */
export function showDoor(institution: string): Promise<DoorSheet> {
  return postOnce('/api/access/show-patient-door', { institution }, headers())
}

/** Has a code sent; the answer is the same whether the number is known or not. */
export function askCode(institution: string, phone: string, purpose: Purpose): Promise<CodeAsked> {
  return postOnce('/api/access/ask-patient-code', { institution, phone: phone.trim(), purpose }, headers())
}

export interface SignInFields {
  readonly phone: string
  readonly password?: string
  readonly code?: string
}

/** Opens a session by password or by code. */
export function signIn(institution: string, { phone, password = '', code = '' }: SignInFields): Promise<Session> {
  const body = { institution, phone: phone.trim(), password, code: code.trim(), agreed: true }
  return postOnce('/api/access/sign-in-patient', body, headers())
}

export interface SecretFields {
  readonly phone: string
  readonly code: string
  readonly password: string
  readonly confirmation: string
}

/** Founds an account and opens its first session. */
export function register(institution: string, fields: SecretFields): Promise<Session> {
  return postOnce('/api/access/register-patient', { institution, ...tidy(fields), agreed: true }, headers())
}

/** Sets a new password by a code. */
export function reset(institution: string, fields: SecretFields): Promise<unknown> {
  return postOnce('/api/access/reset-patient-password', { institution, ...tidy(fields) }, headers())
}

function tidy({ phone, code, password, confirmation }: SecretFields): SecretFields {
  return { phone: phone.trim(), code: code.trim(), password, confirmation }
}
