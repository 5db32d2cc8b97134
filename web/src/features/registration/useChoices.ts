import { useQuery } from '@tanstack/react-query'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'

import type { Offer, Target } from './row'

export type Room = Answer<'/api/queue/list-rooms'>['rooms'][number]

export interface Choices {
  readonly today: string
  readonly rooms: readonly Room[]
  readonly offers: readonly Offer[]
  readonly targets: readonly Target[]
}

const STILL_FRESH_MS = 60_000

/** What there is to choose from: rooms, items of the catalogue, and (for referrals) institutions. */
export function useChoices(referrals: boolean): Choices {
  const { post, session } = useBackend()
  const here = session.institution.id
  const rooms = useQuery({ queryKey: ['registration', 'rooms', here], queryFn: () => post('/api/queue/list-rooms', {}), staleTime: STILL_FRESH_MS })
  const offers = useQuery({ queryKey: ['registration', 'offers', here], queryFn: () => post('/api/registration/list-offers', {}), staleTime: STILL_FRESH_MS })
  const targets = useQuery({
    queryKey: ['registration', 'targets', here],
    queryFn: () => post('/api/registration/list-targets', {}),
    staleTime: STILL_FRESH_MS,
    enabled: referrals,
  })
  return { today: rooms.data?.today ?? '', rooms: (rooms.data?.rooms ?? []).filter((room) => room.enabled), offers: offers.data ?? [], targets: targets.data ?? [] }
}
