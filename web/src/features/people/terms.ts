import type { Answer } from '@/shared/api/post'

export type Card = Answer<'/api/access/list-applications'>[number]
export type Terms = NonNullable<Card['terms']>
export type Status = Card['state']

/** What the form holds: yuan, and days that may be left out. */
export interface TermsForm {
  readonly payment: Terms['payment']
  readonly yuan?: number | null
  readonly starts: string | null
  readonly ends?: string | null
  readonly note?: string
}

const FEN = 100

export const STATE_COLORS: Readonly<Record<Status, string>> = { not_opened: 'gray', normal: 'green', to_renew: 'orange', expired: 'red' }

/** Applications in which more can be opened for an institution: the pages that show what is (管理). */
export const MANAGED: Readonly<Record<string, { readonly page: string; readonly needs: string }>> = { ai: { page: 'opened-algorithms', needs: 'algorithms.view' } }

/** The form's values as the server wants them: whole fen. */
export function toTerms(form: TermsForm): Terms {
  return { payment: form.payment, amount: Math.round((form.yuan ?? 0) * FEN), starts: form.starts ?? '', ends: form.ends ?? null, note: form.note ?? '' }
}

/** The other way round; without terms a year on trial from today is offered. */
export function toForm(terms: Terms | null, today: string): TermsForm {
  if (terms === null) return { payment: 'yearly', yuan: 0, starts: today, ends: yearAfter(today), note: '' }
  return { payment: terms.payment, yuan: terms.amount / FEN, starts: terms.starts, ends: terms.ends, note: terms.note }
}

/** The last day of the year that begins on this day (2026-03-02 to 2027-03-01). */
export function yearAfter(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(year + 1, month - 1, date - 1)).toISOString().slice(0, 'YYYY-MM-DD'.length)
}

/** Today in an institution's zone. */
export function todayIn(zone: string, now: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(now)
}

/** The application that a page's address shows: `tenants/<institution>/applications`. */
export function institutionAt(address: string): string | null {
  const [page, institution, view] = address.split('/')
  return page === 'tenants' && view === 'applications' && institution !== undefined && institution !== '' ? institution : null
}
