import { inOrder } from '@/shared/live/order'

/** A row of the channel `queue-screen:<institution>:<room>`; the name is masked by the server. */
export interface ScreenRow {
  readonly ticket_id: string
  readonly order: readonly (number | string)[]
  readonly number: string
  readonly name: string
  readonly patient_class: 'emergency' | 'vip' | 'normal'
  readonly state: 'waiting' | 'calling' | 'called' | 'passed'
  readonly room_id: string
  readonly room_name: string
  readonly called_at: string | null
  readonly calls?: number
}

export interface Board {
  /** Who is being called, else who was called last. */
  readonly now: ScreenRow | null
  readonly waiting: readonly ScreenRow[]
  readonly passed: readonly ScreenRow[]
}

/** Newest call first. Moments are compared, not texts: their fractions of a second may differ in length. */
function byCall(a: ScreenRow, b: ScreenRow): number {
  return Date.parse(b.called_at ?? '') - Date.parse(a.called_at ?? '') || 0
}

/** What a room's part of the screen shows. */
export function boardOf(rows: readonly ScreenRow[]): Board {
  const sorted = inOrder(rows)
  const being = (state: ScreenRow['state']) => sorted.filter((row) => row.state === state)
  return {
    now: [...being('calling').sort(byCall), ...being('called').sort(byCall)][0] ?? null,
    waiting: being('waiting'),
    passed: being('passed'),
  }
}
