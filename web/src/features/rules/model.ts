import type { Answer } from '@/shared/api/post'

export type RuleBook = Answer<'/api/rules/list-rules'>
export type RuleRow = RuleBook['rules'][number]
export type Detail = Answer<'/api/rules/show-rule'>
export type Vocabulary = Answer<'/api/rules/show-vocabulary'>
export type FactWords = Vocabulary['facts'][number]
export type FieldWords = FactWords['fields'][number]
export type Wrong = Answer<'/api/rules/check-rule'>['wrong'][number]
export type Tried = Answer<'/api/rules/show-trial'>
export type CalendarRow = Answer<'/api/rules/list-calendars'>['calendars'][number]
export type Required = Answer<'/api/rules/list-required'>['required'][number]

export const LEVELS = ['high', 'medium', 'low', 'info'] as const
export const CHANNELS = ['popup', 'wechat', 'wecom', 'sms', 'email', 'webhook'] as const
export const KINDS = ['happened', 'held', 'counted', 'absent', 'silent', 'stacked', 'trend', 'sequence', 'score', 'reading', 'scheduled'] as const
export type Kind = (typeof KINDS)[number]
export type State = 'on' | 'off' | 'wrong' | 'pending'

/** What the form holds: a rule that may be unfinished. */
export interface Draft {
  readonly code: string
  readonly trigger: { readonly type: Kind } & Readonly<Record<string, unknown>>
  readonly [field: string]: unknown
}

export interface Filters {
  readonly search: string
  readonly level: string | null
  readonly origin: string | null
  readonly state: State | null
}

export const ALL: Filters = { search: '', level: null, origin: null, state: null }

/** How a rule stands: switched off, not able to run, changed but not taken up by every process, or at work. */
export function stateOf(row: RuleRow, effect: RuleBook['effect']): State {
  if (!row.enabled) return 'off'
  if (row.code in effect.wrong) return 'wrong'
  return effect.pending.includes(row.code) ? 'pending' : 'on'
}

/** The rules that the filters ask for. */
export function chosen(book: RuleBook, filters: Filters): readonly RuleRow[] {
  const wanted = filters.search.trim().toLowerCase()
  return book.rules.filter((row) => {
    const text = `${row.code} ${row.zh} ${row.en} ${row.source}`.toLowerCase()
    const state = stateOf(row, book.effect)
    return (
      text.includes(wanted) &&
      (filters.level === null || row.level === filters.level) &&
      (filters.origin === null || row.origin === filters.origin) &&
      (filters.state === null || state === filters.state)
    )
  })
}

const STEP = { fact: '', when: '' }

/** A trigger of this kind to begin with. */
export function emptyTrigger(kind: Kind): Draft['trigger'] {
  const hour = 3600
  switch (kind) {
    case 'happened': return { type: kind, on: STEP, over: [] }
    case 'held': return { type: kind, on: STEP, off: STEP, seconds: 60, off_seconds: 0 }
    case 'counted': return { type: kind, on: STEP, at_least: 3, seconds: hour }
    case 'absent': return { type: kind, after: STEP, expected: [STEP], seconds: hour, restart: false }
    case 'silent': return { type: kind, on: STEP, seconds: hour, over: [] }
    case 'stacked': return { type: kind, opens: STEP, closes: STEP, item: '', at_least: 2 }
    case 'trend': return { type: kind, on: STEP, value: '', worse: 'up', points: 3 }
    case 'sequence': return { type: kind, stages: [{ ...STEP, never: false }, { ...STEP, never: false }], seconds: hour }
    case 'score': return { type: kind, inputs: [{ ...STEP, name: '', value: '', seconds: 24 * hour, bands: [], decimals: 1 }], total: 5 }
    case 'reading': return { type: kind, on: STEP, until: '', seconds: 10, off_seconds: 5, gap: 30 }
    case 'scheduled': return { type: kind, cron: '0 * * * *', measure: '', when: '' }
  }
}

/** A rule to begin with. */
export function emptyRule(): Draft {
  return {
    code: '', zh: '', en: '', level: 'low', says_zh: '', says_en: '', trigger: emptyTrigger('happened'), key: [], grades: [], to: [], otherwise: [], channels: ['popup'],
    group: { by: ['key'], wait: 0, interval: 300, repeat: 0 }, remind: null, escalation: [], rounds: 0, calendar: '', hours: '', lateness: 0, latched: false, inhibits: [], source: '', enabled: true,
  }
}

/** What is sent: without what nobody filled in, so that the server's own defaults hold. */
export function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((one) => one !== null && one !== undefined).map(cleaned)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, one]) => one !== null && one !== undefined)
  return Object.fromEntries(entries.map(([name, one]) => [name, cleaned(one)]))
}

/** The kinds of facts that a trigger names, each once. */
export function factsOf(trigger: unknown): readonly string[] {
  const found = new Set<string>()
  const walk = (value: unknown) => {
    if (Array.isArray(value)) value.forEach(walk)
    else if (typeof value === 'object' && value !== null) {
      for (const [name, one] of Object.entries(value)) {
        if (name === 'fact' && typeof one === 'string' && one !== '') found.add(one)
        else walk(one)
      }
    }
  }
  walk(trigger)
  return [...found]
}

/** What is offered for readings of one metric: no facts, and no readings of any kind. */
export function measured(vocabulary: Vocabulary): Vocabulary {
  const facts = vocabulary.facts.filter(({ fact }) => fact.startsWith('reading.') && fact !== 'reading.any' && fact !== 'reading.heard')
  return { ...vocabulary, facts }
}

/** The place in the form of a field that the server names, such as `trigger.over.0.when`. */
export function placeOf(field: string): (string | number)[] {
  return field.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

/** The rule's words with what would stand there in brackets. */
export function previewed(template: string, labels: ReadonlyMap<string, string>): string {
  return template.replace(/\{([a-z_][a-z0-9_.]*)\}/g, (_, name: string) => `【${labels.get(name) ?? name}】`)
}

/** A value of a difference, short enough to be read. */
export function brief(value: unknown, nothing: string): string {
  if (value === null || value === undefined || value === '') return nothing
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}
