import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useEffect } from 'react'

import type { components } from '@/generated/api'
import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { useLiveRows } from '@/shared/live/LiveProvider'

import { type Own, type OwnSample, useOwnSample } from './useOwnSample'

export type { OwnSample }
export type Desk = Answer<'/api/samples/show-sample-desk'>

interface Mine extends Own {
  /** Undefined until it is known. */
  readonly desk: Desk | undefined
}

const MineContext = createContext<Mine | null>(null)
const DESK = ['samples', 'desk']

/** The patient's own submission and where samples go, live; followed once for all pages. */
export function MineProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { post, session } = useBackend()
  const queries = useQueryClient()
  const own = useOwnSample()
  const receiving = useLiveRows<components['schemas']['Receiving']>(`samples-receiving:${session.institution.id}`)
  const desk = useQuery({ queryKey: DESK, queryFn: () => post('/api/samples/show-sample-desk', {}) })
  // The types and the notice come with the question; the channel says when to ask again.
  useEffect(() => void queries.invalidateQueries({ queryKey: DESK }), [queries, receiving.rows])
  return <MineContext value={{ ...own, desk: newest(desk.data, receiving.rows[0]), error: own.error ?? desk.error }}>{children}</MineContext>
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
