import { describe, expect, it } from 'vitest'

import { monthsOf } from './calendars'
import { inUnit, unitOf } from './lengths'
import { ALL, brief, chosen, cleaned, emptyTrigger, factsOf, KINDS, measured, placeOf, previewed, type RuleBook, type RuleRow, stateOf } from './model'
import { filledOf } from './trials'

const ROW: RuleRow = {
  code: 'W-QC-04', zh: '危急值未处理', en: 'Critical value not handled', source: 'QC-007', level: 'high', trigger: 'absent', facts: ['critical_values.detected'], measure: '',
  to: [], channels: ['popup'], enabled: true, disabled: '', origin: 'shipped', version: 1, changed_at: null,
}
const EFFECT: RuleBook['effect'] = { in_effect: true, late: false, changed_at: null, processes: [], pending: [], wrong: {} }
const OFF: RuleRow = { ...ROW, code: 'X-1', zh: '停用的', source: '', enabled: false, level: 'low', origin: 'own' }
const BOOK: RuleBook = { rules: [ROW, OFF], effect: EFFECT }

describe('the list', () => {
  it('finds rules by words, level, origin and state', () => {
    const codes = (filters: Partial<typeof ALL>) => chosen(BOOK, { ...ALL, ...filters }).map(({ code }) => code)
    expect(codes({})).toEqual(['W-QC-04', 'X-1'])
    expect(codes({ search: ' qc-007 ' })).toEqual(['W-QC-04'])
    expect(codes({ search: '停用' })).toEqual(['X-1'])
    expect(codes({ level: 'low' })).toEqual(['X-1'])
    expect(codes({ origin: 'shipped' })).toEqual(['W-QC-04'])
    expect(codes({ state: 'off' })).toEqual(['X-1'])
  })

  it('says off before anything else, then faulty, then not in effect', () => {
    expect(stateOf(OFF, { ...EFFECT, wrong: { 'X-1': '?' } })).toBe('off')
    expect(stateOf(ROW, { ...EFFECT, wrong: { 'W-QC-04': '?' }, pending: ['W-QC-04'] })).toBe('wrong')
    expect(stateOf(ROW, { ...EFFECT, pending: ['W-QC-04'] })).toBe('pending')
    expect(stateOf(ROW, EFFECT)).toBe('on')
  })
})

describe('the form', () => {
  it('sends nothing that nobody filled in', () => {
    const given = { a: null, b: undefined, c: 0, d: '', e: [null, { f: undefined, g: false }] }
    expect(cleaned(given)).toEqual({ c: 0, d: '', e: [{ g: false }] })
  })

  it('has something to begin with for every kind, by the name of the kind', () => {
    for (const kind of KINDS) expect(emptyTrigger(kind).type).toBe(kind)
  })

  it('finds every fact that a trigger names, wherever it stands', () => {
    const trigger = { type: 'absent', after: { fact: 'a.b' }, expected: [{ fact: 'c.d' }, { fact: 'a.b' }, { fact: '' }] }
    expect(factsOf(trigger)).toEqual(['a.b', 'c.d'])
  })

  it('takes the server’s places as its own', () => expect(placeOf('trigger.over.0.when')).toEqual(['trigger', 'over', 0, 'when']))

  it('shows what will stand in the words, and what it does not know by its name', () => {
    expect(previewed('{key} 在 {event.room_id} {values.x}', new Map([['key', '对象'], ['event.room_id', '检查室']]))).toBe('【对象】 在 【检查室】 【values.x】')
  })

  it('shows lengths of time in the largest unit that fits', () => {
    expect([0, 45, 90, 1800, 5400, 7200, 86_400].map(unitOf)).toEqual(['s', 's', 's', 'm', 'm', 'h', 'd'])
  })

  it('says so in that unit', () => expect([1800, 5400, 86_400, 45].map(inUnit)).toEqual([30, 90, 1, 45]))

  it('shortens what differs', () => {
    expect(brief(null, '无')).toBe('无')
    expect(brief({ a: 1 }, '无')).toBe('{"a":1}')
    expect(brief('x'.repeat(400), '无')).toHaveLength(301)
  })
})

it('shows the days on which nothing came too', () => {
  const since = '2026-03-01T01:00:00Z'
  const piece = { at: '2026-03-02T01:00:00Z', high: 2, medium: 0, low: 0, info: 0 }
  const filled = filledOf({ since, until: '2026-03-04T01:00:00Z', step: 'day', pieces: [piece] })
  expect(filled.map(({ high }) => high)).toEqual([0, 2, 0])
})

it('cuts a year into its months', () => {
  const months = monthsOf(2028, Array.from({ length: 366 }, (_, place) => place))
  expect(months.map((days) => days.length)).toEqual([31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
  expect(months[2]?.[0]).toEqual({ day: '2028-03-01', hours: 60 })
})

describe('a rule on readings', () => {
  const fact = (tag: string) => ({ fact: tag, zh: tag, en: tag, room_zh: '监护读数', fields: [], names: [] })

  it('chooses among the readings of one metric, not among facts', () => {
    const vocabulary = { facts: ['queue.ticket_called', 'reading.any', 'reading.heard', 'reading.spo2'].map(fact), measures: [], values: {}, roles: [], people: [] }
    expect(measured(vocabulary).facts.map((one) => one.fact)).toEqual(['reading.spo2'])
  })

  it('begins with ten seconds, a delay for going and a longest gap', () => {
    expect(emptyTrigger('reading')).toEqual({ type: 'reading', on: { fact: '', when: '' }, until: '', seconds: 10, off_seconds: 5, gap: 30 })
  })
})
