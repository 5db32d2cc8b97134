import type { Answer, Body } from '@/shared/api/post'

export type Page = Answer<'/api/alerts/list-records'>
export type Row = Page['rows'][number]
export type Story = Answer<'/api/alerts/show-alert'>
export type StoryLine = Story['lines'][number]
export type Choices = Answer<'/api/alerts/list-choices'>
type Query = Body<'/api/alerts/list-records'>
/** All that the list shows, on whatever page. */
export type Asked = Omit<Query, 'cursor' | 'limit'>

export const VIEWS = ['open', 'waiting', 'escalated', 'handling', 'mine', 'shelved', 'done', 'all'] as const
export type View = (typeof VIEWS)[number]
export const ORDERS = ['-urgency', '-opened_at', 'opened_at'] as const

/** What the page asks for. */
export interface Filters {
  readonly view: View
  readonly level: Row['level'] | null
  readonly rule: string | null
  readonly owner: string | null
  readonly says: string
  readonly from: string | null
  readonly until: string | null
  readonly sort: Query['sort']
}

export const FIRST: Filters = { view: 'open', level: null, rule: null, owner: null, says: '', from: null, until: null, sort: '-urgency' }

/** The list query behind the filters: by default what is open, the most urgent first. */
export function queryOf(filters: Filters, me: string, cursor: string | null, limit: number): Query {
  return { ...askedOf(filters, me), cursor, limit }
}

/** What the filters ask for, without its pages. */
export function askedOf(filters: Filters, me: string): Asked {
  const { view } = filters
  const stage = view === 'open' || view === 'mine' || view === 'all' ? null : view
  return {
    open: view === 'open' || view === 'mine' ? true : null,
    stage,
    level: filters.level,
    rule: filters.rule,
    owner: view === 'mine' ? me : filters.owner,
    opened_at_from: filters.from,
    opened_at_until: filters.until,
    says_zh: filters.says.trim(),
    key: '',
    state: null,
    nuisance: null,
    sort: filters.sort,
  }
}

export const DEEDS = ['take', 'giveBack', 'close', 'shelve', 'unshelve'] as const
export type Deed = (typeof DEEDS)[number]

/** What can be done to an alert where it stands, the most likely first. */
export function deedsFor(row: Pick<Row, 'stage' | 'owner'>, me: string): readonly Deed[] {
  switch (row.stage) {
    case 'waiting':
    case 'escalated':
      return ['take', 'close', 'shelve']
    case 'handling':
      return row.owner === me ? ['close', 'giveBack', 'shelve'] : ['take', 'close', 'giveBack', 'shelve']
    case 'shelved':
      return ['unshelve', 'take', 'close']
    case 'done':
      return []
  }
}

/** Those of the ticked rows to which this can be done. */
export function fit(rows: readonly Row[], deed: Deed, me: string): readonly string[] {
  return rows.filter((row) => deedsFor(row, me).includes(deed)).map((row) => row.id)
}

/** The alert that an address names: `alerts/<id>`, or `alerts?alert=<id>` as messages link to it. */
export function alertAt(address: string): string | null {
  const found = /^alerts(?:\/|\?alert=)([A-Za-z0-9-]+)$/.exec(address)
  return found?.[1] ?? null
}

/** The lines of a story that people want to read first: the stages' decisions are told on demand. */
export function isDecision(line: Pick<StoryLine, 'step' | 'reason'>): boolean {
  return ['in_service', 'once', 'shelved', 'silenced', 'inhibited', 'grouped', 'in_hours'].includes(line.step) && line.reason !== ''
}

export interface Series {
  readonly at: readonly number[]
  readonly values: readonly number[]
}

/** The values over time behind a finding (seconds of the epoch), if there are several. */
export function seriesOf(values: unknown): Series | null {
  if (typeof values !== 'object' || values === null) return null
  const { at, values: found } = values as { readonly at?: unknown; readonly values?: unknown }
  if (!isNumbers(at) || !isNumbers(found) || at.length !== found.length || at.length < 2) return null
  return { at, values: found }
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number')
}
