import type { Node, Overview } from './backend'

export const WINDOW_MS = 5 * 60_000
const FIGURES = { delivered: 'delivered_per_second', connections: 'connections', queued: 'queued' } as const

export type Figure = keyof typeof FIGURES

/** What all nodes said at one moment (milliseconds since 1970). */
export interface Sample {
  readonly at: number
  readonly nodes: ReadonlyMap<string, Pick<Node, (typeof FIGURES)[Figure]>>
}

export interface Point {
  readonly at: number
  readonly value: number
}

/** The samples with one more, without those that are older than the window. */
export function keep(samples: readonly Sample[], overview: Overview, at: number): readonly Sample[] {
  const nodes = new Map(overview.nodes.map((node) => [node.id, node]))
  return [...samples.filter((sample) => sample.at > at - WINDOW_MS), { at, nodes }]
}

/** How a figure of one node went; nothing for the time in which it was not there. */
export function lineOf(samples: readonly Sample[], node: string, figure: Figure): readonly Point[] {
  return samples.flatMap(({ at, nodes }) => {
    const value = nodes.get(node)?.[FIGURES[figure]]
    return value === undefined ? [] : [{ at, value }]
  })
}

/** The sum over all nodes at one moment. */
export function totalOf(sample: Sample, figure: Figure): number {
  return [...sample.nodes.values()].reduce((sum, node) => sum + node[FIGURES[figure]], 0)
}

/** All nodes that were there within the window, in a steady order. */
export function seen(samples: readonly Sample[]): readonly string[] {
  return [...new Set(samples.flatMap((sample) => [...sample.nodes.keys()]))].sort()
}
