import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'

import { useBackend } from '@/shared/api/backend'
import { useLiveRows } from '@/shared/live/LiveProvider'
import { useDeltas } from '@/shared/live/useDeltas'

import type { SlotRow } from './row'

export interface Slot {
  readonly at: string
  readonly free: number
}

export interface Slots {
  readonly slots: readonly Slot[]
  readonly loading: boolean
  readonly error: unknown
}

/** A room's slots of a day: the schedule by question, the places that are taken live. */
export function useSlots(roomId: string | null, day: string): Slots {
  const { post, session } = useBackend()
  const here = session.institution.id
  const queries = useQueryClient()
  const asked = useQuery({
    queryKey: ['registration', 'slots', here, roomId, day],
    queryFn: () => post('/api/registration/list-slots', { room_id: roomId ?? '', day }),
    enabled: roomId !== null && day !== '',
  })
  const live = useLiveRows<SlotRow>(roomId === null ? null : `registration-slots:${here}:${roomId}`)
  const again = useCallback(() => void queries.invalidateQueries({ queryKey: ['registration', 'slots', here] }), [queries, here])
  useDeltas(`registration-room-schedule:${here}`, again)
  const taken = new Map(live.rows.map((row) => [Date.parse(row.at), row.taken]))
  const slots = (asked.data?.slots ?? []).map(({ at, places, taken: then }) => ({ at, free: places - (taken.get(Date.parse(at)) ?? then) }))
  return { slots, loading: asked.isLoading, error: asked.error }
}
