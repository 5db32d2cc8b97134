import { recall, remember } from '@/shared/ui/stored'

import type { ScreenRow } from './rows'

/** One calling of one patient; calling the same one again is another call. */
export interface Call {
  readonly id: string
  readonly ticketId: string
  readonly call: number
  readonly roomId: string
  readonly calledAt: number
}

/** The calls that stand on a room's list, in the order in which they were made. */
export function callsOf(rows: readonly ScreenRow[], roomId: string): readonly Call[] {
  return rows
    .filter((row) => (row.state === 'calling' || row.state === 'called') && row.called_at !== null)
    .map((row) => ({
      id: `${row.ticket_id}:${row.calls ?? 0}`,
      ticketId: row.ticket_id,
      call: row.calls ?? 0,
      roomId,
      calledAt: Date.parse(row.called_at ?? ''),
    }))
    .sort((a, b) => a.calledAt - b.calledAt)
}

/** Which calls this screen has dealt with; outlives a reload and a reboot. */
export interface Memory {
  readonly has: (id: string) => boolean
  readonly add: (id: string) => void
}

const MOST = 200

/** The memory of the screen with this code: the last calls, as ids that name nobody. */
export function memoryOf(code: string): Memory {
  const name = `screen.${code}.calls`
  let ids = (recall(name) ?? '').split(' ').filter((id) => id !== '')
  return {
    has: (id) => ids.includes(id),
    add: (id) => {
      ids = [...ids.filter((one) => one !== id), id].slice(-MOST)
      remember(name, ids.join(' '))
    },
  }
}
