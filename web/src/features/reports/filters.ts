import type { Body } from '@/shared/api/post'
import { momentOf, wallClock } from '@/shared/time/zoned'

import type { State } from './way'

/** What the diagnosis list is narrowed down by; days as `2026-11-21`, the last one included; empty: all. */
export interface Filters {
  readonly statuses: readonly State[]
  readonly exam: readonly [string, string]
  readonly diagnosed: readonly [string, string] | null
  readonly exam_type: string
  readonly campus: string
  readonly room_id: string
  readonly name: string
  readonly exam_no: string
}

type Asked = Omit<Body<'/api/reports/list-reports'>, 'cursor' | 'size'>

/** The default filter: examined today, to be diagnosed (RIS-202). */
export function initialOf(today: string): Filters {
  return { statuses: ['to_diagnose'], exam: [today, today], diagnosed: null, exam_type: '', campus: '', room_id: '', name: '', exam_no: '' }
}

const DAY_MS = 86_400_000

/** Today in an institution's zone. */
export function todayIn(zone: string): string {
  return wallClock(Date.now(), zone).slice(0, 'YYYY-MM-DD'.length)
}

/** The day after (2026-02-28 gives 2026-03-01). */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 'YYYY-MM-DD'.length)
}

function span(days: readonly [string, string] | null, zone: string): readonly [string | null, string | null] {
  if (days === null) return [null, null]
  return [momentOf(`${days[0]}T00:00:00`, zone), momentOf(`${dayAfter(days[1])}T00:00:00`, zone)]
}

const OPEN: readonly State[] = ['to_diagnose', 'diagnosing', 'to_review', 'reviewing']

/** The filters as the server wants them; what waits begins with what is most urgent, what has passed with the latest.
 *
 * An examination's number, or when it was diagnosed, is looked for on all days.
 */
export function asked(filters: Filters, zone: string): Asked {
  const { exam, diagnosed, statuses, ...rest } = filters
  const everyDay = filters.exam_no !== '' || diagnosed !== null
  const [examFrom, examUntil] = span(everyDay ? null : exam, zone)
  const order = statuses.length === 0 || statuses.some((state) => OPEN.includes(state)) ? 'waiting' : 'newest'
  const [diagnosedFrom, diagnosedUntil] = span(diagnosed, zone)
  return { ...rest, order, statuses: [...statuses], exam_from: examFrom, exam_until: examUntil, diagnosed_from: diagnosedFrom, diagnosed_until: diagnosedUntil }
}
