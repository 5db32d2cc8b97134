import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import type { Answer } from '@/shared/api/post'
import { recall, remember } from '@/shared/ui/stored'

import { useDesk } from './backend'

export type Room = Answer<'/api/queue/list-rooms'>['rooms'][number]

export interface RoomChoice {
  /** The institution's day, as `2026-11-21`. */
  readonly today: string
  readonly all: readonly Room[]
  readonly campuses: readonly string[]
  /** The rooms of the chosen campus. */
  readonly offered: readonly Room[]
  readonly campus: string | null
  readonly room: Room | null
  readonly loading: boolean
  readonly error: unknown
  readonly retry: () => void
  readonly chooseCampus: (campus: string | null) => void
  readonly chooseRoom: (id: string) => void
}

/** The rooms, and the campus and room that this workstation chose last. */
export function useRooms(): RoomChoice {
  const { post, session } = useDesk()
  const query = useQuery({
    queryKey: ['queue', 'rooms', session.institution.id],
    queryFn: () => post('/api/queue/list-rooms', {}),
    staleTime: 60_000,
  })
  const [campus, setCampus] = useState(() => recall('campus'))
  const [roomId, setRoomId] = useState(() => recall('room'))
  const all = query.data?.rooms ?? []
  const campuses = [...new Set(all.map((room) => room.campus))]
  const known = campus !== null && campuses.includes(campus) ? campus : null
  const offered = known === null ? all : all.filter((room) => room.campus === known)
  return {
    today: query.data?.today ?? '',
    all,
    campuses,
    offered,
    campus: known,
    room: offered.find((room) => room.id === roomId) ?? offered[0] ?? null,
    loading: query.isPending,
    error: query.error,
    retry: () => void query.refetch(),
    chooseCampus: (next) => {
      setCampus(next)
      remember('campus', next ?? '')
    },
    chooseRoom: (id) => {
      setRoomId(id)
      remember('room', id)
    },
  }
}
