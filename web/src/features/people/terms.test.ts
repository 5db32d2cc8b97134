import { expect, test } from 'vitest'

import { institutionAt, todayIn, toForm, toTerms, yearAfter } from './terms'

test('yuan become whole fen and come back', () => {
  const terms = toTerms({ payment: 'once', yuan: 19.99, starts: '2026-03-02', ends: null, note: 'x' })
  expect(terms).toEqual({ payment: 'once', amount: 1999, starts: '2026-03-02', ends: null, note: 'x' })
  expect(toForm(terms, '2030-01-01').yuan).toBe(19.99)
  expect(toTerms({ payment: 'free', starts: '2026-03-02' })).toMatchObject({ amount: 0, ends: null, note: '' })
})

test('a year from today is offered', () => {
  expect(toForm(null, '2026-03-02')).toMatchObject({ starts: '2026-03-02', ends: '2027-03-01' })
  expect(yearAfter('2027-03-01')).toBe('2028-02-29')
  expect(yearAfter('2026-01-01')).toBe('2026-12-31')
})

test('today is the institution’s day', () => {
  expect(todayIn('Asia/Shanghai', new Date('2026-03-01T17:00:00Z'))).toBe('2026-03-02')
})

test('an address names the institution whose applications it shows', () => {
  expect(institutionAt('tenants/abc/applications')).toBe('abc')
  expect(institutionAt('tenants')).toBeNull()
  expect(institutionAt('tenants//applications')).toBeNull()
  expect(institutionAt('accounts/abc/applications')).toBeNull()
})
