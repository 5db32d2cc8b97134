import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

import type { components } from '@/generated/api'
import { useBackend } from '@/shared/api/backend'
import { useLiveRows } from '@/shared/live/LiveProvider'
import type { Freshness } from '@/shared/live/rows'

import { isBehind } from './newest'

export type OwnSample = components['schemas']['OwnSample']

export interface Own {
  /** Null before anything was sent. */
  readonly sample: OwnSample | null
  readonly error: unknown
  /** `stale`: what is shown may be old. */
  readonly state: Freshness
}

const OWN = ['samples', 'own']
const AGAIN_MS = 2_000

/** The patient's own submission. The channel tells how new it is; what he wrote is asked for, whenever it tells of a newer one. */
export function useOwnSample(): Own {
  const { post, session } = useBackend()
  const queries = useQueryClient()
  const { rows, state } = useLiveRows<components['schemas']['SampleMark']>(`samples-own:${session.institution.id}:${session.account.id}`)
  const told = rows[0]
  const found = useQuery({
    queryKey: [...OWN, session.account.id],
    queryFn: () => post('/api/samples/show-my-sample', {}),
    enabled: told !== undefined,
    // An answer that failed to come is asked for again; what is shown meanwhile stays.
    refetchInterval: ({ state: { data } }) => (isBehind(data, told) ? AGAIN_MS : false),
  })
  const late = found.data !== undefined && isBehind(found.data, told)
  const version = told?.v
  useEffect(() => {
    // A question that was under way when the news came is dropped: its answer may be older.
    if (late) void queries.invalidateQueries({ queryKey: OWN })
  }, [queries, late, version])
  if (told === undefined) return { sample: null, error: null, state }
  return { sample: found.data ?? null, error: found.error, state: found.data === undefined ? 'connecting' : state }
}
