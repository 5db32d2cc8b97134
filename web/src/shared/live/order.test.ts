import { expect, it } from 'vitest'

import { compareOrder, inOrder } from './order'

it('compares numbers as numbers and times as text', () => {
  expect(compareOrder([2, 10], [2, 9])).toBeGreaterThan(0)
  expect(compareOrder([0, '2026-11-21T09:00:00Z'], [0, '2026-11-21T08:59:00Z'])).toBeGreaterThan(0)
  expect(compareOrder([1, 'a'], [1, 'a'])).toBe(0)
})

it('puts emergency first, then VIP, then by time', () => {
  const rows = [
    { id: 'normal', order: [2, 1, '2026-11-21T01:00:00Z', 'E1'] },
    { id: 'vip', order: [1, 1, '2026-11-21T03:00:00Z', 'E2'] },
    { id: 'later', order: [2, 1, '2026-11-21T02:00:00Z', 'E0'] },
    { id: 'emergency', order: [0, 1, '2026-11-21T05:00:00Z', 'E9'] },
  ]
  expect(inOrder(rows).map((row) => row.id)).toEqual(['emergency', 'vip', 'normal', 'later'])
})
