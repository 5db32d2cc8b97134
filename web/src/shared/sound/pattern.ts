/** Priorities after IEC 60601-1-8; `info` is silent. */
export type Loudness = 'low' | 'medium' | 'high'

/** One tone: when it begins and how long it lasts, in seconds from the begin of the burst. */
export interface Pulse {
  readonly at: number
  readonly lasts: number
}

/** How a priority sounds: a burst of pulses, and after how many seconds it begins anew (null: it does not). */
export interface Pattern {
  readonly pulses: readonly Pulse[]
  readonly every: number | null
  /** Fundamental in hertz; the standard asks for 150 to 1000 and four harmonics above it. */
  readonly hertz: number
}

const HIGH_PULSE = 0.15
const HIGH_GAP = 0.1
const HALF_BURST = 2
const CALM_PULSE = 0.2
const CALM_GAP = 0.2

function row(count: number, lasts: number, gap: number, from = 0): Pulse[] {
  return Array.from({ length: count }, (_, place) => ({ at: from + place * (lasts + gap), lasts }))
}

/** Three pulses, a pause of two gaps and a pulse, two pulses. */
function half(from: number): Pulse[] {
  const first = row(3, HIGH_PULSE, HIGH_GAP, from)
  const pause = from + 3 * HIGH_PULSE + 2 * HIGH_GAP + (2 * HIGH_GAP + HIGH_PULSE)
  return [...first, ...row(2, HIGH_PULSE, HIGH_GAP, pause)]
}

/** Ten pulses (3 + 2, twice) for high, three for medium, two for low, which is heard once. */
export const PATTERNS: Readonly<Record<Loudness, Pattern>> = {
  high: { pulses: [...half(0), ...half(HALF_BURST)], every: 10, hertz: 523 },
  medium: { pulses: row(3, CALM_PULSE, CALM_GAP), every: 25, hertz: 523 },
  low: { pulses: row(2, CALM_PULSE, CALM_GAP), every: null, hertz: 392 },
}

const RANK: Readonly<Record<Loudness, number>> = { low: 0, medium: 1, high: 2 }

/** The gravest of them; null: there is none. */
export function gravest(all: readonly Loudness[]): Loudness | null {
  return all.reduce<Loudness | null>((found, one) => (found === null || RANK[one] > RANK[found] ? one : found), null)
}
