import { expect, test } from 'vitest'

import { faultOf, fits, middle } from './photos'

test('only JPG and PNG, and no more than five', () => {
  expect(faultOf({ type: 'image/png', size: 10 }, 4)).toBeNull()
  expect(faultOf({ type: 'image/jpeg', size: 10 }, 0)).toBeNull()
  expect(faultOf({ type: 'image/gif', size: 10 }, 0)).toBe('format')
  expect(faultOf({ type: 'image/png', size: 10 }, 5)).toBe('count')
})

test('1.5:1, give or take two in a hundred', () => {
  expect(fits(1125, 750)).toBe(true)
  expect(fits(3000, 2000)).toBe(true)
  expect(fits(1125, 760)).toBe(true)
  expect(fits(1600, 1200)).toBe(false)
  expect(fits(750, 1125)).toBe(false)
})

test('the middle of a picture is cropped', () => {
  expect(middle(1600, 1200)).toEqual({ x: 0, y: (1200 - (1600 * 2) / 3) / 2, width: 1600, height: (1600 * 2) / 3 })
  expect(middle(2000, 1000)).toEqual({ x: 250, y: 0, width: 1500, height: 1000 })
})
