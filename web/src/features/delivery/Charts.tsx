import type { ReactNode } from 'react'

import { Chart } from './Chart'
import { colorOf } from './colors'
import { brief, bytes } from './format'
import { type Figure, lineOf, type Sample, seen, totalOf } from './history'
import { useWords } from './words'

const FIGURES: readonly Figure[] = ['delivered', 'connections', 'queued']

/** Three large figures, each with how it went on every node. */
export function Charts({ samples }: { readonly samples: readonly Sample[] }): ReactNode {
  const words = useWords()
  const last = samples.at(-1)
  if (last === undefined) return null
  const nodes = seen(samples)
  return (
    <section className="tiles" aria-label={words.chart.window}>
      {FIGURES.map((figure) => {
        const show = figure === 'queued' ? bytes : brief
        const now = show(totalOf(last, figure))
        const most = show(Math.max(...samples.map((sample) => totalOf(sample, figure))))
        const lines = nodes.map((id) => ({ id, color: colorOf(nodes, id), points: lineOf(samples, id, figure) }))
        return (
          <article key={figure} className="tile" data-testid={`tile-${figure}`}>
            <h3>{words.chart[figure]}</h3>
            <p>
              <b>{now}</b>
              <small>{words.chart.most(most)}</small>
            </p>
            <Chart lines={lines} now={last.at} summary={words.chart.summary(words.chart[figure], now, most)} />
          </article>
        )
      })}
    </section>
  )
}
