import { keepPreviousData, useQuery } from '@tanstack/react-query'

import { type ConnectionList, useBackend } from './backend'
import type { Filters } from './useFilters'
import { EVERY_MS } from './useOverview'

const KEPT_MS = 5000

/** Who is connected, asked every second while the page can be seen. */
export function useConnections(filters: Filters): { readonly list: ConnectionList | undefined; readonly error: unknown } {
  const { ask } = useBackend()
  const [person, channel] = [filters.person.trim(), filters.channel.trim()]
  const query = useQuery({
    queryKey: ['delivery', 'connections', person, channel],
    queryFn: () => ask('/api/delivery/list-connections', { user_id: '', person, channel }),
    refetchInterval: EVERY_MS,
    retry: false,
    gcTime: KEPT_MS,
    placeholderData: keepPreviousData,
  })
  return { list: query.data, error: query.error }
}
