import { useQuery, useQueryClient } from '@tanstack/react-query'

import { type Overview, useBackend } from './backend'
import { keep, type Sample } from './history'

const KEY = ['delivery', 'overview'] as const
export const EVERY_MS = 1000

interface Seen {
  readonly overview: Overview
  readonly samples: readonly Sample[]
}

export interface Watched {
  readonly seen: Seen | undefined
  /** When it was seen, in milliseconds since 1970. */
  readonly at: number
  /** Why the last attempt failed; null when it did not. */
  readonly error: unknown
}

/** The nodes, asked every second while the page can be seen, with what they said in the last minutes. */
export function useOverview(): Watched {
  const { ask } = useBackend()
  const queries = useQueryClient()
  const query = useQuery({
    queryKey: KEY,
    queryFn: async (): Promise<Seen> => {
      const overview = await ask('/api/delivery/show-overview', {})
      return { overview, samples: keep(queries.getQueryData<Seen>(KEY)?.samples ?? [], overview, Date.now()) }
    },
    refetchInterval: EVERY_MS,
    retry: false,
    structuralSharing: false,
  })
  return { seen: query.data, at: query.dataUpdatedAt, error: query.error }
}
