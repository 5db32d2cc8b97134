import { type InfiniteData, useInfiniteQuery, type UseInfiniteQueryResult, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'

import type { Answer } from '@/shared/api/post'
import { recall, remember } from '@/shared/ui/stored'

import { useDesk } from './backend'

export type ExaminedRow = Answer<'/api/queue/list-examined'>['rows'][number]

/** Empty: everything; days as `2026-11-21`, empty: today. */
export interface ExaminedFilters {
  readonly since: string
  readonly until: string
  readonly exam_type: string
  readonly campus: string
  readonly room_id: string
  readonly exam_no: string
}

export const UNFILTERED: ExaminedFilters = { since: '', until: '', exam_type: '', campus: '', room_id: '', exam_no: '' }

const KEY = ['queue', 'examined'] as const
const AT_MOST_EVERY_MS = 1000

/** The filters as this workstation left them; the examination's number is not remembered. */
export function useExaminedFilters(): readonly [ExaminedFilters, (change: Partial<ExaminedFilters>) => void] {
  const [filters, setFilters] = useState<ExaminedFilters>(() => ({
    ...UNFILTERED,
    exam_type: recall('examined.exam_type') ?? '',
    campus: recall('examined.campus') ?? '',
    room_id: recall('examined.room_id') ?? '',
  }))
  const change = (next: Partial<ExaminedFilters>) => {
    for (const name of ['exam_type', 'campus', 'room_id'] as const) {
      const value = next[name]
      if (value !== undefined) remember(`examined.${name}`, value)
    }
    setFilters({ ...filters, ...next })
  }
  return [filters, change]
}

/** The pages of the list that were asked for so far. */
export function useExamined(filters: ExaminedFilters): UseInfiniteQueryResult<InfiniteData<Answer<'/api/queue/list-examined'>>> {
  const { post, session } = useDesk()
  return useInfiniteQuery({
    queryKey: [...KEY, session.institution.id, filters],
    queryFn: ({ pageParam }) =>
      post('/api/queue/list-examined', {
        ...filters,
        since: filters.since === '' ? null : filters.since,
        until: filters.until === '' ? null : filters.until,
        after: pageParam,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => (next === '' ? undefined : next),
  })
}

/** Asks for the list anew, at most once a second. */
export function useAskAgain(): () => void {
  const queries = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const last = useRef(0)
  useEffect(() => () => clearTimeout(timer.current), [])
  return useCallback(() => {
    if (timer.current !== undefined) return
    timer.current = setTimeout(() => {
      timer.current = undefined
      last.current = Date.now()
      void queries.invalidateQueries({ queryKey: KEY })
    }, Math.max(0, last.current + AT_MOST_EVERY_MS - Date.now()))
  }, [queries])
}
