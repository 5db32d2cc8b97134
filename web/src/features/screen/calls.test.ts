import { expect, it } from 'vitest'

import { callsOf } from './calls'
import type { ScreenRow } from './rows'

const row = (number: string, state: ScreenRow['state'], called_at: string | null, calls = 1): ScreenRow => ({
  ticket_id: number,
  order: [2, 1, number],
  number,
  name: '张*三',
  patient_class: 'normal',
  state,
  room_id: 'ct1',
  room_name: 'CT1 室',
  called_at,
  calls,
})

it('finds the calls in the order in which they were made', () => {
  const calls = callsOf(
    [
      row('A002', 'calling', '2026-11-21T01:05:00.5Z', 3),
      row('A001', 'called', '2026-11-21T01:05:00Z'),
      row('A003', 'waiting', null, 0),
      row('A004', 'passed', '2026-11-21T01:04:00Z'),
    ],
    'ct1',
  )
  expect(calls.map((call) => call.id)).toEqual(['A001:1', 'A002:3'])
  expect(calls[1]).toMatchObject({ ticketId: 'A002', call: 3, roomId: 'ct1' })
})
