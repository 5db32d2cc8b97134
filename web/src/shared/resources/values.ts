import type { KeptFile } from '@/shared/api/files'

import type { Field, Filter, Label, Row, Values } from './description'

const FEN = 100

/** The label in the language of the moment. */
export function inWords(label: Label, language: string): string {
  return language === 'en' ? label.en : label.zh
}

/** 2026-11-21 08:30:15 in the institution's zone. */
export function moment(at: string, zone: string): string {
  const options = { timeZone: zone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' } as const
  return new Intl.DateTimeFormat('sv-SE', options).format(new Date(at))
}

/** Fen as yuan: 26000 is 260.00. */
export function yuan(fen: number): string {
  return new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(fen / FEN)
}

/** A value of a row as text; empty when there is none. */
export function textOf(row: Values, name: string): string {
  const value = row[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** The files that a row or form has in a field. */
export function filesOf(value: unknown): readonly KeptFile[] {
  return Array.isArray(value) ? (value as KeptFile[]) : []
}

/** What stands in a cell; empty when there is nothing. */
export function shown(field: Field, row: Row, language: string, zone: string): string {
  const value = row[field.name]
  if (field.target !== null) return textOf(row, field.target.label)
  if (value === null || value === undefined) return ''
  switch (field.kind) {
    case 'money':
      return yuan(Number(value))
    case 'moment':
      return moment(textOf(row, field.name), zone)
    case 'file':
      return filesOf(value).map((file) => file.name).join('、')
    case 'flag':
      return yesNo(value === true, language)
    case 'choice': {
      const option = field.options.find((one) => one.value === value)
      return option === undefined ? textOf(row, field.name) : inWords(option.label, language)
    }
    default:
      return textOf(row, field.name)
  }
}

export function yesNo(yes: boolean, language: string): string {
  if (language === 'en') return yes ? 'Yes' : 'No'
  return yes ? '是' : '否'
}

/** What the server has as what a form shows: yuan instead of fen. */
export function toForm(fields: readonly Field[], row: Values): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(({ name, kind }) => {
      const value = row[name] ?? undefined
      return [name, kind === 'money' && typeof value === 'number' ? value / FEN : value]
    }),
  )
}

/** What a form holds as the server wants it; a field that was left empty is null, a text is ''. */
export function fromForm(fields: readonly Field[], form: Values): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(({ name, kind }) => {
      const value = form[name]
      if (kind === 'text' || kind === 'rich') return [name, typeof value === 'string' ? value : '']
      if (kind === 'flag') return [name, value === true]
      if (kind === 'file') return [name, filesOf(value).map((file) => file.file_id)]
      if (value === undefined || value === null || value === '') return [name, null]
      return [name, kind === 'money' ? Math.round(Number(value) * FEN) : value]
    }),
  )
}

/** The names under which a filter asks. */
export function namesOf(filter: Filter): readonly string[] {
  const { name } = filter.field
  return filter.kind === 'between' ? [`${name}_from`, `${name}_until`] : [name]
}

/** What a filter form holds as the list query wants it: what was left alone is not asked. */
export function asked(filters: readonly Filter[], form: Values): Record<string, unknown> {
  const given = filters.flatMap(namesOf).flatMap((name): [string, unknown][] => {
    const value = form[name]
    if (value === undefined || value === null) return []
    const tidy = typeof value === 'string' ? value.trim() : value
    return tidy === '' ? [] : [[name, tidy]]
  })
  return Object.fromEntries(given)
}
