import type { EChartsCoreOption } from 'echarts/core'

import { moment } from '@/shared/resources/values'

import { LEVELS, type Tried } from './model'

type Level = (typeof LEVELS)[number]
/** The colours of IEC 60601-1-8. */
const COLORS: Readonly<Record<Level, string>> = { high: '#d4141c', medium: '#f5c400', low: '#00b3c6', info: '#8b9aa1' }
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

type Piece = Tried['pieces'][number]

/** All pieces of the stretch, those in which nothing came too. */
export function filledOf({ pieces, since, until, step }: Pick<Tried, 'pieces' | 'since' | 'until' | 'step'>): readonly Piece[] {
  const length = step === 'hour' ? HOUR_MS : DAY_MS
  const start = Date.parse(since)
  const known = new Map(pieces.map((piece) => [Date.parse(piece.at), piece]))
  const count = Math.round((Date.parse(until) - start) / length)
  return Array.from({ length: count }, (_, place) => known.get(start + place * length) ?? { at: new Date(start + place * length).toISOString(), high: 0, medium: 0, low: 0, info: 0 })
}

/** The chart of a back-test: each piece stacked by level. */
export function chartOf(tried: Tried, names: Readonly<Record<Level, string>>, zone: string): EChartsCoreOption {
  const pieces = filledOf(tried)
  const shown = LEVELS.filter((level) => pieces.some((piece) => piece[level] > 0))
  const label = (at: string) => (tried.step === 'hour' ? moment(at, zone).slice(5, 16) : moment(at, zone).slice(5, 10))
  return {
    grid: { left: 48, right: 16, top: 36, bottom: 28 },
    legend: { top: 0 },
    tooltip: { trigger: 'axis' },
    xAxis: { type: 'category', data: pieces.map(({ at }) => label(at)) },
    yAxis: { type: 'value', minInterval: 1 },
    series: shown.map((level) => ({ type: 'bar', stack: 'level', name: names[level], color: COLORS[level], data: pieces.map((piece) => piece[level]) })),
  }
}
