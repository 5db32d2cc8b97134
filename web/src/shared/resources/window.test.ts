import { expect, it } from 'vitest'

import type { Filter } from './description'
import { firstWindows, startOfDay } from './window'

it('begins at midnight of the institution, not of the browser', () => {
  const lateEvening = new Date('2026-11-20T16:30:00Z') // 00:30 of the 21st in Shanghai
  expect(startOfDay('Asia/Shanghai', 0, lateEvening)).toBe('2026-11-20T16:00:00.000Z')
  expect(startOfDay('UTC', 0, lateEvening)).toBe('2026-11-20T00:00:00.000Z')
  expect(startOfDay('Asia/Shanghai', 6, lateEvening)).toBe('2026-11-14T16:00:00.000Z')
})

it('opens a window of so many days, today included, and none where none is declared', () => {
  const field = { name: 'at' } as Filter['field']
  const now = new Date('2026-11-21T04:00:00Z')
  expect(firstWindows([{ kind: 'between', days: 1, field }], 'Asia/Shanghai', now)).toEqual({ at_from: '2026-11-20T16:00:00.000Z' })
  expect(firstWindows([{ kind: 'between', days: 0, field }, { kind: 'is', days: 0, field }], 'UTC', now)).toEqual({})
})
