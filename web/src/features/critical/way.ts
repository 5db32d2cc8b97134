/** The arrows of a critical value's way, each with its moment and how long it took. */
export const WAY = ['detected', 'delivered', 'read', 'confirmed', 'handled', 'closed'] as const

export type Stop = (typeof WAY)[number]

export interface Arrow {
  readonly stop: Stop
  readonly at: string | null
  /** Whole seconds since the stop before that has a moment; null for the first and for those not reached. */
  readonly took: number | null
}

export type Moments = Readonly<Record<`${Stop}_at`, string | null>>

/** Every stop in order; one that was passed over without a moment of its own has none. */
export function arrows(moments: Moments): readonly Arrow[] {
  let before: string | null = null
  return WAY.map((stop) => {
    const at = moments[`${stop}_at`]
    const took = at !== null && before !== null ? Math.max(0, Math.round((Date.parse(at) - Date.parse(before)) / 1000)) : null
    if (at !== null) before = at
    return { stop, at, took }
  })
}

/** What can be done from a state. */
export function possible(state: string): readonly ('confirm' | 'handle' | 'close' | 'cancel' | 'call')[] {
  if (state === 'detected' || state === 'delivered' || state === 'read') return ['confirm', 'call', 'cancel']
  if (state === 'confirmed') return ['handle', 'cancel']
  return state === 'handled' ? ['close'] : []
}
