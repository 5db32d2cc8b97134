import { describe, expect, it } from 'vitest'

import { arrows, possible } from './way'

const MOMENTS = {
  detected_at: '2026-03-02T01:00:00Z',
  delivered_at: '2026-03-02T01:00:05Z',
  read_at: null,
  confirmed_at: '2026-03-02T01:02:05Z',
  handled_at: null,
  closed_at: null,
}

describe('the way of a critical value', () => {
  it('has a clock on every arrow, counted from the last stop that has a moment', () => {
    expect(arrows(MOMENTS).map((arrow) => [arrow.stop, arrow.took])).toEqual([
      ['detected', null], ['delivered', 5], ['read', null], ['confirmed', 120], ['handled', null], ['closed', null],
    ])
  })

  it('offers only what is possible', () => {
    expect(possible('detected')).toContain('confirm')
    expect(possible('confirmed')).toEqual(['handle', 'cancel'])
    expect(possible('handled')).toEqual(['close'])
    expect(possible('cancelled')).toEqual([])
  })
})
