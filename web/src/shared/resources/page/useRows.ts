import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'

import { useBackend } from '@/shared/api/backend'
import { useLiveRows } from '@/shared/live/LiveProvider'
import type { Description, RowPage, Values } from '@/shared/resources/description'

import { run } from './run'

const AT_MOST_EVERY_MS = 1000

export interface Rows {
  readonly page: RowPage | undefined
  readonly loading: boolean
  readonly error: unknown
}

/** The rows that a list query asks for, asked again when the server says that something changed, at most once a second. */
export function useRows(description: Description, query: Values): Rows {
  const { post } = useBackend()
  const found = useQuery({
    queryKey: ['resource', description.path, query],
    queryFn: () => run<RowPage>(post, description.operations.list, query),
    placeholderData: keepPreviousData,
  })
  useChanges(description)
  return { page: found.data, loading: found.isFetching && found.isPlaceholderData, error: found.error }
}

/** Asks everything of this resource anew after each change, at most once a second. */
function useChanges(description: Description): void {
  const { rows } = useLiveRows(description.channel)
  const again = useAgain(description)
  const first = useRef(true)
  useEffect(() => {
    // The first rows are the snapshot; what is shown has been asked for at the same moment.
    if (first.current) first.current = rows.length === 0
    else again()
  }, [rows, again])
}

function useAgain(description: Description): () => void {
  const queries = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const last = useRef(0)
  useEffect(() => () => clearTimeout(timer.current), [])
  return useCallback(() => {
    if (timer.current !== undefined) return
    timer.current = setTimeout(() => {
      timer.current = undefined
      last.current = Date.now()
      void queries.invalidateQueries({ queryKey: ['resource', description.path] })
    }, Math.max(0, last.current + AT_MOST_EVERY_MS - Date.now()))
  }, [queries, description.path])
}
