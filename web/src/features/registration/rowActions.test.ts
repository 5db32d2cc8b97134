import { expect, it } from 'vitest'

import { actionsOf } from './rowActions'
import type { RowActs } from './useRowActs'
import { zh } from './zh'

const acts: RowActs = { print: () => undefined, push: () => undefined, cancel: () => undefined, again: () => undefined }
const opens = { detail: () => undefined, edit: () => undefined, preview: () => undefined }
const all = ['registration.register', 'registration.cancel', 'queue.sign_in']
const row = { id: 'r', name: '张三', state: 'registered', ticket_state: 'waiting', direction: '', room_id: 'ct1' }
const keys = (more: Partial<typeof row>, rights = all) => actionsOf({ ...row, ...more }, zh, acts, opens, rights).map((action) => action.key)

it('offers everything while the patient waits', () => {
  expect(keys({})).toEqual(['barcode', 'detail', 'slip', 'preview', 'request', 'edit', 'push', 'cancel'])
})

it('lets a passed patient sign in again', () => {
  expect(keys({ ticket_state: 'passed' })).toContain('again')
  expect(keys({ ticket_state: 'called' })).not.toContain('again')
})

it('does not offer to cancel what has begun, and nothing but looking once it is cancelled', () => {
  expect(keys({ state: 'examining', ticket_state: 'examining' })).not.toContain('cancel')
  expect(keys({ state: 'diagnosing' })).toEqual(['barcode', 'detail', 'slip', 'preview', 'request'])
  expect(keys({ state: 'cancelled' })).toEqual(['detail', 'slip', 'request'])
})

it('prints a referral slip for what was sent, which only the other side cancels', () => {
  expect(keys({ direction: 'sent', room_id: null as never })).toEqual(['barcode', 'detail', 'referral', 'preview', 'request', 'edit'])
})

it('offers nothing that the user has no right to', () => {
  expect(keys({}, [])).toEqual(['barcode', 'detail', 'slip', 'preview', 'request'])
})

it('offers the report of what is completed first', () => {
  expect(keys({ state: 'completed' })).toEqual(['preview', 'barcode', 'detail', 'slip', 'request'])
})
