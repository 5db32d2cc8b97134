import { expect, it } from 'vitest'

import type { Field, Filter, Row } from './description'
import { asked, fromForm, moment, shown, toForm, yuan } from './values'

const field = (name: string, kind: string, more: Partial<Field> = {}): Field => ({
  name, kind, label: { zh: name, en: name }, required: false, listed: true, editable: true, sortable: false, width: null,
  longest: null, lines: 1, pattern: null, hint: null, least: null, most: null, options: [], target: null,
  purpose: null, accept: [], most_bytes: null, ...more,
})
const row = (more: Record<string, unknown>): Row => ({
  id: '1', v: 1, enabled: true, created_at: '2026-11-21T00:30:15Z', created_by: 'a', updated_at: '', updated_by: 'a', ...more,
})

it('shows every kind of field as people read it', () => {
  const kinds = { zh: '甲类', en: 'Class A' }
  const target = { list: 'x/list-y', shows: 'name', searchable: true, label: 'way_name' }
  const one = row({ fee: 26_000, way_id: 'w1', way_name: 'CT', kind: 'a', note: null, urgent: false })
  const as = (of: Field, language = 'zh-CN') => shown(of, one, language, 'Asia/Shanghai')
  expect(as(field('fee', 'money'))).toBe('260.00')
  expect(as(field('way_id', 'reference', { target }))).toBe('CT')
  expect(as(field('kind', 'choice', { options: [{ value: 'a', label: kinds }] }))).toBe('甲类')
  expect(as(field('kind', 'choice', { options: [{ value: 'a', label: kinds }] }), 'en')).toBe('Class A')
  expect(as(field('note', 'text'))).toBe('')
  expect(as(field('urgent', 'flag'))).toBe('否')
  expect(as(field('created_at', 'moment'))).toBe('2026-11-21 08:30:15')
  expect(moment('2026-11-21T00:30:15Z', 'UTC')).toBe('2026-11-21 00:30:15')
  expect(yuan(123_456_789)).toBe('1,234,567.89')
})

it('takes what it has shown back unchanged, and yuan to the fen', () => {
  const fields = [field('name', 'text'), field('fee', 'money'), field('way_id', 'reference'), field('urgent', 'flag')]
  const values = { name: 'x', fee: 1999, way_id: null, urgent: true }
  expect(fromForm(fields, toForm(fields, values))).toEqual(values)
  expect(fromForm(fields, { fee: 0.29 })).toEqual({ name: '', fee: 29, way_id: null, urgent: false })
})

it('shows files by name and sends them by id', () => {
  const fields = [field('scans', 'file', { most: 2 }), field('text', 'rich')]
  const scans = [{ file_id: 'f1', name: '一.png', size: 3, media_type: 'image/png' }, { file_id: 'f2', name: '二.pdf', size: 4, media_type: 'application/pdf' }]
  expect(shown(field('scans', 'file'), row({ scans }), 'zh-CN', 'UTC')).toBe('一.png、二.pdf')
  expect(fromForm(fields, toForm(fields, { scans, text: '<p>x</p>' }))).toEqual({ scans: ['f1', 'f2'], text: '<p>x</p>' })
  expect(fromForm(fields, {})).toEqual({ scans: [], text: '' })
})

it('asks only for what was filled in', () => {
  const filters: Filter[] = [
    { kind: 'like', days: 0, field: field('name', 'text') },
    { kind: 'is', days: 0, field: field('enabled', 'flag') },
    { kind: 'between', days: 0, field: field('created_at', 'moment') },
  ]
  const form = { name: ' ', enabled: false, created_at_from: '2026-11-21T00:00:00Z', created_at_until: undefined, other: 1 }
  expect(asked(filters, form)).toEqual({ enabled: false, created_at_from: '2026-11-21T00:00:00Z' })
})
