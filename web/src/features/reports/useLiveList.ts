import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'

import type { components } from '@/generated/api'
import { useBackend } from '@/shared/api/backend'
import { useLiveRows } from '@/shared/live/LiveProvider'
import type { Freshness } from '@/shared/live/rows'

export type Row = components['schemas']['ListedReport']

export interface LiveList {
  readonly freshness: Freshness
  /** Off: the list stands still (RIS-214). */
  readonly auto: boolean
  readonly setAuto: (on: boolean) => void
  /** A row of the list with what the channel knows better. */
  readonly current: (row: Row) => Row
}

const SHORTEST_MS = 1000

/** The newer of both; the channel's name is masked, the list's is as I may see it. */
export function merged(row: Row, live: Row | undefined): Row {
  return live === undefined || live.v <= row.v ? row : { ...live, name: row.name }
}

/** Keeps the diagnosis list as it is now: a row's state and lock at once, and which rows fit within a second, while it is `active`. */
export function useLiveList(query: readonly string[], active: boolean): LiveList {
  const { session } = useBackend()
  const queries = useQueryClient()
  const live = useLiveRows<Row>(`reports-diagnosis:${session.institution.id}`)
  const [frozen, setFrozen] = useState<readonly Row[] | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const auto = frozen === null
  const [first] = useState(() => query)
  useEffect(() => {
    if (!auto || !active || live.state !== 'live') return
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      void queries.invalidateQueries({ queryKey: first })
    }, SHORTEST_MS)
  }, [auto, active, live, queries, first])
  useEffect(() => () => clearTimeout(timer.current), [])
  const rows = frozen ?? live.rows
  const known = new Map(rows.map((row) => [row.report_id, row]))
  return {
    freshness: live.state,
    auto,
    setAuto: (on) => setFrozen(on ? null : live.rows),
    current: (row) => merged(row, known.get(row.report_id)),
  }
}
