import { useState } from 'react'

import { useLiveRows } from '@/shared/live/LiveProvider'
import { inOrder } from '@/shared/live/order'
import type { Freshness } from '@/shared/live/rows'

import { useDesk } from './backend'
import type { LineRow } from './row'

export interface Line {
  /** In order; those of the moment of freezing while auto refresh is off. */
  readonly rows: readonly LineRow[]
  readonly freshness: Freshness
  readonly frozenAt: number | null
  readonly setAuto: (on: boolean) => void
}

/** A room's line. With auto refresh off (RIS-113) the page stands still, while the line is followed unseen. */
export function useLine(roomId: string | null): Line {
  const { session } = useDesk()
  const channel = roomId === null ? null : `queue-room:${session.institution.id}:${roomId}`
  const live = useLiveRows<LineRow>(channel)
  const [frozen, setFrozen] = useState<{ channel: string | null; rows: readonly LineRow[]; at: number } | null>(null)
  // Another room was chosen: standing still on the old one would show its patients under the new name.
  const standing = frozen?.channel === channel ? frozen : null
  return {
    rows: inOrder(standing?.rows ?? live.rows),
    freshness: live.state,
    frozenAt: standing?.at ?? null,
    setAuto: (on) => setFrozen(on ? null : { channel, rows: live.rows, at: Date.now() }),
  }
}
