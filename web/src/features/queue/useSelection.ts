import { useState } from 'react'

import type { LineRow } from './row'

export interface Selection {
  readonly row: LineRow | null
  readonly select: (id: string) => void
  readonly move: (by: number) => void
}

const bring = (id: string) => {
  const element = document.querySelector<HTMLElement>(`tr[data-row-key="${CSS.escape(id)}"]`)
  element?.focus({ preventScroll: true })
  element?.scrollIntoView({ block: 'nearest' })
}

/** The row that the keys mean. It follows its patient, wherever the line moves him. */
export function useSelection(rows: readonly LineRow[]): Selection {
  const [id, setId] = useState<string | null>(null)
  const at = rows.findIndex((row) => row.ticket_id === id)
  return {
    row: rows[at] ?? null,
    select: setId,
    move: (by) => {
      const from = at === -1 && by > 0 ? -1 : Math.max(at, 0)
      const next = rows[Math.min(rows.length - 1, Math.max(0, from + by))]
      if (next === undefined) return
      setId(next.ticket_id)
      bring(next.ticket_id)
    },
  }
}
