import { expect, it } from 'vitest'

import { boardOf, type ScreenRow } from './rows'

const row = (number: string, state: ScreenRow['state'], called_at: string | null = null): ScreenRow => ({
  ticket_id: number,
  order: [2, 1, number],
  number,
  name: '张*三',
  patient_class: 'normal',
  state,
  room_id: 'ct1',
  room_name: 'CT1 室',
  called_at,
})

it('shows who is being called, before those called later or earlier', () => {
  const board = boardOf([
    row('A001', 'called', '2026-11-21T01:05:00Z'),
    row('A002', 'calling', '2026-11-21T01:04:00Z'),
    row('A003', 'waiting'),
  ])
  expect(board.now?.number).toBe('A002')
})

it('falls back to the last call', () => {
  const board = boardOf([
    row('A001', 'called', '2026-11-21T01:00:00.900Z'),
    row('A002', 'called', '2026-11-21T01:00:00Z'),
    row('A003', 'passed', '2026-11-21T01:09:00Z'),
  ])
  expect(board.now?.number).toBe('A001')
  expect(board.passed.map((r) => r.number)).toEqual(['A003'])
})

it('shows nobody when nobody was called, and the waiting in order', () => {
  const board = boardOf([row('A004', 'waiting'), row('A003', 'waiting')])
  expect(board.now).toBeNull()
  expect(board.waiting.map((r) => r.number)).toEqual(['A003', 'A004'])
})
