import type { Answer } from '@/shared/api/post'

export type Opening = Answer<'/api/algorithms/list-opened-algorithms'>[number]

export const PAGE = 'opened-algorithms'

export const STATE_COLORS: Readonly<Record<Opening['state'], string>> = { in_force: 'green', to_renew: 'orange', expired: 'red', suspended: 'default' }

/** What the form holds: an end that was left out means for good. */
export interface OpeningForm {
  readonly algorithm_id?: string
  readonly starts: string | null
  readonly ends?: string | null
  readonly note?: string
}

export interface Terms {
  readonly starts: string
  readonly ends: string | null
  readonly note: string
}

/** The form's values as the server wants them. */
export function toTerms(form: OpeningForm): Terms {
  return { starts: form.starts ?? '', ends: form.ends ?? null, note: form.note?.trim() ?? '' }
}

/** The other way round; a new opening is offered from today, without an end. */
export function toForm(opening: Opening | null, today: string): OpeningForm {
  return opening === null ? { starts: today, ends: null, note: '' } : { starts: opening.starts, ends: opening.ends, note: opening.note }
}

/** Which days remain is worth telling: of what is in force and has an end. */
export function shownDays({ state, days_left: left }: Pick<Opening, 'state' | 'days_left'>): number | null {
  return left !== null && left > 0 && state !== 'suspended' ? left : null
}

/** The institution that a page's address names (`opened-algorithms/<institution>`); null: one's own. */
export function institutionAt(address: string): string | null {
  const [page, institution] = address.split('/')
  return page === PAGE && institution !== undefined && institution !== '' ? institution : null
}

/** Today in an institution's zone. */
export function todayIn(zone: string, now: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(now)
}
