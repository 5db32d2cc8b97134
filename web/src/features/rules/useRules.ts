import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

import { useBackend } from '@/shared/api/backend'
import { useDeltas } from '@/shared/live/useDeltas'

import type { Detail, RuleBook, Vocabulary } from './model'

const SHORTEST_MS = 1000
const SOON_MS = 2000
const CALM_MS = 30_000
const DAY_MS = 86_400_000
const MONTH_DAYS = 30

export interface Book {
  readonly book: RuleBook | undefined
  readonly error: unknown
  readonly again: () => void
}

/** All rules, asked anew when one changes, and often while a change is not in effect everywhere. */
export function useRuleBook(): Book {
  const { post, session } = useBackend()
  const queries = useQueryClient()
  const found = useQuery({
    queryKey: ['rules', 'book'],
    queryFn: () => post('/api/rules/list-rules', {}),
    refetchInterval: ({ state }) => (state.data?.effect.in_effect === false ? SOON_MS : CALM_MS),
  })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const again = () => void queries.invalidateQueries({ queryKey: ['rules'] })
  useDeltas(`rules-book:${session.institution.id}`, () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      again()
    }, SHORTEST_MS)
  })
  useEffect(() => () => clearTimeout(timer.current), [])
  return { book: found.data, error: found.error, again }
}

/** One rule whole; null asks nothing. */
export function useDetail(code: string | null): { readonly detail: Detail | undefined; readonly error: unknown } {
  const { post } = useBackend()
  const found = useQuery({ queryKey: ['rules', 'detail', code], enabled: code !== null, queryFn: () => post('/api/rules/show-rule', { code: code ?? '' }) })
  return { detail: found.data, error: found.error }
}

/** What rules may be about. */
export function useVocabulary(): Vocabulary | undefined {
  const { post } = useBackend()
  return useQuery({ queryKey: ['rule-vocabulary'], queryFn: () => post('/api/rules/show-vocabulary', {}), staleTime: 300_000 }).data
}

/** The duty rosters by name, for whoever may see them. */
export function useRosters(): readonly { readonly id: string; readonly name: string }[] {
  const { post, session } = useBackend()
  const found = useQuery({
    queryKey: ['rule-rosters'],
    enabled: session.account.permissions.includes('alerts.view'),
    queryFn: () => post('/api/alerts/list-rosters', { since: new Date().toISOString(), until: new Date(Date.now() + DAY_MS).toISOString() }),
    staleTime: 60_000,
  })
  return found.data?.rosters.map(({ roster_id, name }) => ({ id: roster_id, name })) ?? []
}

/** How often each rule opened an alert in the last thirty days, for whoever may review alerts; null: not to be told. */
export function useFired(): Readonly<Record<string, number>> | null {
  const { post, session } = useBackend()
  const found = useQuery({
    queryKey: ['rules', 'fired'],
    enabled: session.account.permissions.includes('alerts.view'),
    queryFn: () => post('/api/alerts/count-by-rule', { days: MONTH_DAYS }),
    refetchInterval: 60_000,
  })
  return found.data?.counts ?? null
}
