import { describe, expect, it } from 'vitest'

import { en } from './en'
import { percent, span } from './format'
import { alertAt, askedOf, deedsFor, FIRST, fit, isDecision, queryOf, type Row, seriesOf } from './model'
import { filled } from './options'
import { moved } from './useAlertKeys'
import { daysOf, weekOf } from './week'
import { zh } from './zh'

const row = (id: string, stage: Row['stage'], owner: string | null = null): Row => ({
  id, v: 1, level: 'medium', stage, state: 'unacknowledged', rule: 'R', says_zh: '', says_en: '', owner, opened_at: '', acknowledged_at: null, returned_at: null,
  shelved_until: null, closed_at: null, times: 1, escalated: 0, withheld: '', key: '', note: '', nuisance: false, open: true, urgency: 1,
})

describe('the list', () => {
  it('begins with what is open, the most urgent first', () => {
    expect(queryOf(FIRST, 'me', null, 50)).toMatchObject({ open: true, stage: null, owner: null, sort: '-urgency', limit: 50 })
  })
  it('asks for a stage, for mine, for everything', () => {
    expect(queryOf({ ...FIRST, view: 'escalated' }, 'me', null, 50)).toMatchObject({ open: null, stage: 'escalated' })
    expect(queryOf({ ...FIRST, view: 'mine', owner: 'other' }, 'me', null, 50)).toMatchObject({ open: true, owner: 'me' })
    expect(queryOf({ ...FIRST, view: 'all', owner: 'other', says: ' 血钾 ' }, 'me', 'c', 50)).toMatchObject({ open: null, stage: null, owner: 'other', says_zh: '血钾', cursor: 'c' })
  })
  it('exports what it shows: the same filters and order, without the page', () => {
    const filters = { ...FIRST, view: 'mine', level: 'high', says: ' 血钾 ', sort: 'opened_at' } as const
    const { cursor, limit, ...shown } = queryOf(filters, 'me', 'c', 50)
    expect([cursor, limit]).toEqual(['c', 50])
    expect(askedOf(filters, 'me')).toEqual(shown)
  })
  it('knows its alert by address, as messages link to it too', () => {
    expect(alertAt('alerts/0190-a')).toBe('0190-a')
    expect(alertAt('alerts?alert=0190-a')).toBe('0190-a')
    expect(alertAt('alerts')).toBeNull()
    expect(alertAt('alert-statistics/0190')).toBeNull()
  })
  it('moves within its rows', () => {
    const rows = [row('a', 'waiting'), row('b', 'waiting'), row('c', 'waiting')]
    expect(moved(rows, null, 1)).toBe('a')
    expect(moved(rows, 'a', 1)).toBe('b')
    expect(moved(rows, 'c', 1)).toBe('c')
    expect(moved(rows, 'b', -Infinity)).toBe('a')
    expect(moved(rows, 'gone', Infinity)).toBe('c')
    expect(moved([], null, 1)).toBeNull()
  })
})

describe('deeds', () => {
  it('are those that the stage allows, the most likely first', () => {
    expect(deedsFor(row('a', 'waiting'), 'me')).toEqual(['take', 'close', 'shelve'])
    expect(deedsFor(row('a', 'escalated'), 'me')[0]).toBe('take')
    expect(deedsFor(row('a', 'handling', 'me'), 'me')).toEqual(['close', 'giveBack', 'shelve'])
    expect(deedsFor(row('a', 'handling', 'other'), 'me')[0]).toBe('take')
    expect(deedsFor(row('a', 'shelved'), 'me')[0]).toBe('unshelve')
    expect(deedsFor(row('a', 'done', 'me'), 'me')).toEqual([])
  })
  it('leave out those of a batch that they do not fit', () => {
    const rows = [row('a', 'waiting'), row('b', 'done'), row('c', 'handling', 'me')]
    expect(fit(rows, 'take', 'me')).toEqual(['a'])
    expect(fit(rows, 'close', 'me')).toEqual(['a', 'c'])
  })
})

describe('the story', () => {
  it('draws values over time only where there are several', () => {
    expect(seriesOf({ at: [1, 2], values: [3.5, 4] })).toEqual({ at: [1, 2], values: [3.5, 4] })
    expect(seriesOf({ at: [1], values: [3] })).toBeNull()
    expect(seriesOf({ at: [1, 2], values: ['x', 'y'] })).toBeNull()
    expect(seriesOf({ score: 7 })).toBeNull()
    expect(seriesOf(null)).toBeNull()
  })
  it('keeps what the stages decided apart from what people did', () => {
    expect(isDecision({ step: 'shelved', reason: 'not_shelved' })).toBe(true)
    expect(isDecision({ step: 'shelved', reason: '' })).toBe(false)
    expect(isDecision({ step: 'told', reason: 'group' })).toBe(false)
  })
})

describe('time', () => {
  it('says how long in its two largest units', () => {
    expect(span(45_000, false)).toBe('45秒')
    expect(span(12 * 60_000, false)).toBe('12分')
    expect(span((3 * 60 + 5) * 60_000, false)).toBe('3小时05分')
    expect(span((2 * 24 + 4) * 3_600_000, true)).toBe('2 d 4 h')
    expect(percent(0.1234)).toBe('12.3 %')
  })
  it("begins the week on Monday, on the institution's clock", () => {
    const sunday = new Date('2026-03-08T15:30:00Z')
    expect(weekOf('Asia/Shanghai', 0, sunday)).toEqual(['2026-03-01T16:00:00.000Z', '2026-03-08T16:00:00.000Z'])
    const monday = new Date('2026-03-08T16:30:00Z')
    expect(weekOf('Asia/Shanghai', 0, monday)[0]).toBe('2026-03-08T16:00:00.000Z')
    expect(weekOf('Asia/Shanghai', -1, monday)[0]).toBe('2026-03-01T16:00:00.000Z')
  })
  it('cuts duty into days', () => {
    const night = { start: '2026-03-02T10:00:00Z', end: '2026-03-03T00:00:00Z', accounts: ['a'] }
    const days = daysOf([night], '2026-03-01T16:00:00.000Z', 'Asia/Shanghai')
    expect(days).toHaveLength(7)
    expect(days[0]?.stretches).toEqual([{ ...night, end: '2026-03-02T16:00:00.000Z' }])
    expect(days[1]?.stretches).toEqual([{ ...night, start: '2026-03-02T16:00:00.000Z' }])
    expect(days[2]?.stretches).toEqual([])
  })
  it('shows hours in which nothing came as zero', () => {
    const piece = (at: string, high: number) => ({ at, high, medium: 0, low: 0, info: 0 })
    const found = filled([piece('2026-03-02T01:00:00Z', 2), piece('2026-03-02T04:00:00Z', 1)], 3_600_000)
    expect(found.map(({ high }) => high)).toEqual([2, 0, 0, 1])
    expect(filled([], 3_600_000)).toEqual([])
  })
})

describe('words', () => {
  it('name the same things in both languages', () => {
    const places = (words: object, above = ''): string[] =>
      Object.entries(words).flatMap(([name, value]) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? places(value as object, `${above}${name}.`) : [`${above}${name}`]))
    expect(places(en).sort()).toEqual(places(zh).sort())
  })
})
