import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useEffect } from 'react'

import type { components } from '@/generated/api'
import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { useLiveRows } from '@/shared/live/LiveProvider'

export type OwnSample = components['schemas']['OwnSample']
export type Desk = Answer<'/api/samples/show-sample-desk'>

interface Mine {
  /** Null before anything was sent. */
  readonly sample: OwnSample | null
  /** Undefined until it is known. */
  readonly desk: Desk | undefined
  readonly error: unknown
  /** `stale`: what is shown may be old. */
  readonly state: 'connecting' | 'live' | 'stale' | 'refused'
}

const MineContext = createContext<Mine | null>(null)
const DESK = ['samples', 'desk']

/** The patient's own submission and where samples go, live; followed once for all pages. */
export function MineProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { post, session } = useBackend()
  const queries = useQueryClient()
  const { rows, state } = useLiveRows<OwnSample>(`samples-own:${session.institution.id}:${session.account.id}`)
  const receiving = useLiveRows<components['schemas']['Receiving']>(`samples-receiving:${session.institution.id}`)
  const desk = useQuery({ queryKey: DESK, queryFn: () => post('/api/samples/show-sample-desk', {}) })
  // The types and the notice come with the question; the channel says when to ask again.
  useEffect(() => void queries.invalidateQueries({ queryKey: DESK }), [queries, receiving.rows])
  return <MineContext value={{ sample: rows[0] ?? null, desk: newest(desk.data, receiving.rows[0]), error: desk.error, state }}>{children}</MineContext>
}

/** The address of the moment; the notice's version stays with its text, which is asked for. */
function newest(desk: Desk | undefined, settled: Desk['receiving'] | undefined): Desk | undefined {
  if (desk === undefined || settled === undefined || settled.v <= desk.receiving.v) return desk
  return { ...desk, receiving: { ...settled, consent_version: desk.receiving.consent_version } }
}

export function useMine(): Mine {
  const mine = use(MineContext)
  if (mine === null) throw new Error('useMine outside MineProvider')
  return mine
}
