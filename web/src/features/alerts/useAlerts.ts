import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

import { useBackend } from '@/shared/api/backend'
import { useDeltas } from '@/shared/live/useDeltas'

import { type Choices, type Filters, type Page, queryOf } from './model'

const SHORTEST_MS = 1000
const NONE: Choices = { rules: [], people: [] }

export interface Alerts {
  readonly page: Page | undefined
  readonly loading: boolean
  readonly error: unknown
  readonly again: () => void
}

/** The alerts that the filters ask for, asked anew when something changes, at most once a second. */
export function useAlerts(filters: Filters, cursor: string | null, size: number): Alerts {
  const { post, session } = useBackend()
  const queries = useQueryClient()
  const query = queryOf(filters, session.account.id, cursor, size)
  const found = useQuery({
    queryKey: ['alerts', 'records', query],
    queryFn: () => post('/api/alerts/list-records', query),
    placeholderData: keepPreviousData,
  })
  useFollowing(`alerts-record:${session.institution.id}`)
  return { page: found.data, loading: found.isPending, error: found.error, again: () => void queries.invalidateQueries({ queryKey: ['alerts'] }) }
}

/** Everything of this room that is shown is asked for anew when this channel tells of a change, at most once a second. */
export function useFollowing(channel: string): void {
  const queries = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const last = useRef(0)
  useDeltas(channel, () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      last.current = Date.now()
      void queries.invalidateQueries({ queryKey: ['alerts'] })
    }, Math.max(0, last.current + SHORTEST_MS - Date.now()))
  })
  useEffect(() => () => clearTimeout(timer.current), [])
}

/** The rules and people by name, for filters, forms and rows. */
export function useChoices(): Choices {
  const { post } = useBackend()
  const { data } = useQuery({ queryKey: ['alert-choices'], queryFn: () => post('/api/alerts/list-choices', {}), staleTime: 60_000 })
  return data ?? NONE
}
