import { describe, expect, it } from 'vitest'

import { gravest, PATTERNS, type Pulse } from './pattern'

const gaps = (pulses: readonly Pulse[]) => pulses.slice(1).map((pulse, place) => {
  const before = pulses[place]
  return before === undefined ? 0 : Math.round((pulse.at - before.at - before.lasts) * 1000)
})
const end = (pulses: readonly Pulse[]) => Math.max(...pulses.map(({ at, lasts }) => at + lasts))

describe('alarm sounds (IEC 60601-1-8)', () => {
  it('high: ten pulses of 75 to 200 ms, three and two, twice', () => {
    const { pulses } = PATTERNS.high
    expect(pulses).toHaveLength(10)
    expect(pulses.every(({ lasts }) => lasts >= 0.075 && lasts <= 0.2)).toBe(true)
    expect(gaps(pulses)).toEqual([100, 100, 350, 100, 600, 100, 100, 350, 100])
  })

  it('medium: three pulses of 125 to 250 ms, as far apart', () => {
    const { pulses } = PATTERNS.medium
    expect(pulses.map(({ lasts }) => lasts)).toEqual([0.2, 0.2, 0.2])
    expect(gaps(pulses)).toEqual([200, 200])
  })

  it('low: at most two pulses, once', () => {
    expect(PATTERNS.low.pulses.length).toBeLessThanOrEqual(2)
    expect(PATTERNS.low.every).toBeNull()
  })

  it.each([['high', 2.5, 15], ['medium', 2.5, 30]] as const)('%s begins anew %d to %d s after its end', (which, from, to) => {
    const { pulses, every } = PATTERNS[which]
    const silence = (every ?? 0) - end(pulses)
    expect(silence).toBeGreaterThanOrEqual(from)
    expect(silence).toBeLessThanOrEqual(to)
  })

  it('sounds as the gravest of all', () => {
    expect(gravest([])).toBeNull()
    expect(gravest(['low', 'high', 'medium'])).toBe('high')
  })
})
