import { expect, it } from 'vitest'

import { institutionAt, type Opening, shownDays, todayIn, toForm, toTerms } from './openings'

const OPENING = { starts: '2026-03-01', ends: '2026-12-31', note: '两台 CT' } as Opening

it('takes an end that was left out for one without end', () => {
  expect(toTerms({ starts: '2026-03-02', note: ' 试用 ' })).toEqual({ starts: '2026-03-02', ends: null, note: '试用' })
  expect(toTerms(toForm(OPENING, '2026-03-02'))).toEqual({ starts: '2026-03-01', ends: '2026-12-31', note: '两台 CT' })
  expect(toForm(null, '2026-03-02')).toEqual({ starts: '2026-03-02', ends: null, note: '' })
})

it('tells the days that remain only of what goes on and ends', () => {
  expect(shownDays({ state: 'to_renew', days_left: 12 })).toBe(12)
  expect(shownDays({ state: 'in_force', days_left: null })).toBeNull()
  expect(shownDays({ state: 'expired', days_left: 0 })).toBeNull()
  expect(shownDays({ state: 'suspended', days_left: 12 })).toBeNull()
})

it('knows whose algorithms an address shows', () => {
  expect(institutionAt('opened-algorithms/branch')).toBe('branch')
  expect(institutionAt('opened-algorithms')).toBeNull()
  expect(institutionAt('tenants/branch')).toBeNull()
})

it('takes the day of the institution, not of the browser', () => {
  expect(todayIn('Asia/Shanghai', new Date('2026-03-01T17:00:00Z'))).toBe('2026-03-02')
})
