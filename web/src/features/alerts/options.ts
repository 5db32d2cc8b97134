import type { EChartsCoreOption } from 'echarts/core'

import type { Answer } from '@/shared/api/post'
import { moment } from '@/shared/resources/values'

export type Statistics = Answer<'/api/alerts/alert-statistics'>

const LEVELS = ['high', 'medium', 'low', 'info'] as const
type Level = (typeof LEVELS)[number]
/** The colours of IEC 60601-1-8. */
const COLORS: Readonly<Record<Level, string>> = { high: '#d4141c', medium: '#f5c400', low: '#00b3c6', info: '#8b9aa1' }

/** Alerts over time, stacked by level. */
export function rateOption(pieces: Statistics['pieces'], names: Readonly<Record<Level, string>>, zone: string, step: 'hour' | 'day'): EChartsCoreOption {
  const label = (at: string) => (step === 'day' ? moment(at, zone).slice(5, 10) : moment(at, zone).slice(5, 16))
  return {
    grid: { left: 48, right: 16, top: 36, bottom: 28 },
    legend: { top: 0 },
    tooltip: { trigger: 'axis' },
    xAxis: { type: 'category', data: pieces.map(({ at }) => label(at)) },
    yAxis: { type: 'value', minInterval: 1 },
    series: LEVELS.map((level) => ({ type: 'bar', barMaxWidth: 48, stack: 'level', name: names[level], color: COLORS[level], data: pieces.map((piece) => piece[level]) })),
  }
}

/** The rules that came most often, the first on top. */
export function topOption(rules: Statistics['rules'], nameOf: (rule: Statistics['rules'][number]) => string): EChartsCoreOption {
  const shown = [...rules].reverse()
  return {
    grid: { left: 8, right: 48, top: 8, bottom: 8, containLabel: true },
    tooltip: { trigger: 'axis' },
    xAxis: { type: 'value', minInterval: 1, splitLine: { show: false } },
    yAxis: { type: 'category', data: shown.map(nameOf), axisLabel: { width: 160, overflow: 'truncate' } },
    series: [{ type: 'bar', barMaxWidth: 28, color: '#14728a', data: shown.map(({ count }) => count), label: { show: true, position: 'right' } }],
  }
}

/** Pieces in which nothing came are not told by the server: the chart shows them as zero. */
export function filled(pieces: Statistics['pieces'], stepMs: number): Statistics['pieces'] {
  const first = pieces[0]
  const last = pieces.at(-1)
  if (first === undefined || last === undefined) return []
  const known = new Map(pieces.map((piece) => [Date.parse(piece.at), piece]))
  const count = Math.round((Date.parse(last.at) - Date.parse(first.at)) / stepMs) + 1
  return Array.from({ length: count }, (_, place) => {
    const at = Date.parse(first.at) + place * stepMs
    return known.get(at) ?? { at: new Date(at).toISOString(), high: 0, medium: 0, low: 0, info: 0 }
  })
}
