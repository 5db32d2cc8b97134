import { expect, it } from 'vitest'

import { dayAndTime, momentOf, wallClock } from './zoned'

it("speaks the institution's time, whatever the computer's", () => {
  expect(wallClock('2026-11-21T14:30:00Z', 'Asia/Shanghai')).toBe('2026-11-21T22:30:00')
  expect(momentOf('2026-11-21T22:30:00', 'Asia/Shanghai')).toBe('2026-11-21T14:30:00.000Z')
  expect(momentOf('2026-11-22T00:30:00', 'Asia/Shanghai')).toBe('2026-11-21T16:30:00.000Z')
  expect(dayAndTime('2026-11-21T16:30:00Z', 'Asia/Shanghai')).toBe('2026-11-22 00:30')
  expect(dayAndTime(null, 'Asia/Shanghai')).toBe('')
})
