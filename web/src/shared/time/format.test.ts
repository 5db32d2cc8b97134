import { expect, it } from 'vitest'

import { clockTime, elapsed, longDate } from './format'

it("tells the institution's time, not the computer's", () => {
  expect(clockTime('2026-11-20T16:05:09Z', 'Asia/Shanghai')).toBe('00:05')
  expect(clockTime('2026-11-20T16:05:09Z', 'Asia/Shanghai', true)).toBe('00:05:09')
  expect(longDate('2026-11-20T16:05:09Z', 'Asia/Shanghai')).toContain('2026年11月21日')
})

it('says how long', () => {
  expect(elapsed(5200, 'zh-CN')).toBe('5秒')
  expect(elapsed(185_000, 'en')).toMatch(/^3 min/)
})
