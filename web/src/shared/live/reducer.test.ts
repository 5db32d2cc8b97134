import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { apply, type Delta, type Held, nothing, replace } from './reducer'

type Row = string

const step = fc.record({ key: fc.constantFrom('a', 'b', 'c'), gone: fc.boolean() })

/** A history: each step raises its key's version by one. */
function historyOf(steps: readonly { key: string; gone: boolean }[]): Delta<Row>[] {
  const versions = new Map<string, number>()
  return steps.map(({ key, gone }) => {
    const version = (versions.get(key) ?? 0) + 1
    versions.set(key, version)
    return gone ? { op: 'remove', key, version } : { op: 'upsert', key, version, row: `${key}${version}` }
  })
}

const run = (deltas: readonly Delta<Row>[], start: Held<Row> = nothing()): Held<Row> => deltas.reduce(apply<Row>, start)
const seen = (held: Held<Row>) => [...held.rows.entries()].sort()

/** The truth, worked out without the reducer: the last word on every key. */
function truth(deltas: readonly Delta<Row>[]): [string, Row][] {
  const last = new Map<string, Delta<Row>>()
  for (const delta of deltas) last.set(delta.key, delta)
  return [...last.values()].flatMap((d): [string, Row][] => (d.op === 'upsert' ? [[d.key, d.row]] : [])).sort()
}

describe('live rows', () => {
  it('end at the truth whatever the order and the repetitions', () => {
    const reordered = fc
      .array(step, { maxLength: 20 })
      .map(historyOf)
      .chain((history) =>
        fc.tuple(
          fc.constant(history),
          fc.shuffledSubarray([...history, ...history], { minLength: history.length * 2 }),
        ),
      )
    fc.assert(
      fc.property(reordered, ([history, order]) => {
        expect(seen(run(order))).toEqual(truth(history))
      }),
    )
  })

  it('old snapshot + deltas (some of them older) = fresh snapshot', () => {
    const cuts = fc.array(step, { minLength: 1, maxLength: 20 }).chain((steps) =>
      fc.tuple(fc.constant(historyOf(steps)), fc.nat(steps.length), fc.nat(steps.length)),
    )
    fc.assert(
      fc.property(cuts, ([history, cut, overlap]) => {
        const past = run(history.slice(0, cut))
        const snapshot = replace([...past.rows].map(([key, row]) => ({ key, row, version: past.versions.get(key) ?? 0 })))
        expect(seen(run(history.slice(Math.min(cut, overlap)), snapshot))).toEqual(truth(history))
      }),
    )
  })

  it('never brings back a removed row', () => {
    const removed = run([
      { op: 'upsert', key: 'a', version: 1, row: 'a1' },
      { op: 'remove', key: 'a', version: 3 },
    ])
    expect(apply(removed, { op: 'upsert', key: 'a', version: 2, row: 'a2' })).toBe(removed)
    expect(seen(apply(removed, { op: 'upsert', key: 'a', version: 4, row: 'a4' }))).toEqual([['a', 'a4']])
  })

  it('a snapshot removes what it does not hold', () => {
    expect(seen(replace<Row>([]))).toEqual([])
  })
})
