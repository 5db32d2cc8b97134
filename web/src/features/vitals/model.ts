import type { Answer } from '@/shared/api/post'
import { clockTime } from '@/shared/time/format'

export type Metric = Answer<'/api/vitals/list-metrics'>['metrics'][number]
export type Line = Answer<'/api/vitals/list-readings'>
type Alert = Pick<Answer<'/api/alerts/list-records'>['rows'][number], 'key' | 'level' | 'state' | 'says_zh' | 'says_en'>
export type Level = Alert['level']

export interface Value {
  readonly metric: string
  readonly value: number
  readonly at: string
}

/** A row of the channel `vitals-wall:<institution>`. */
export interface Tile {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly kind: string
  readonly place: string
  readonly patient_id: string
  /** The masked name; empty: the device measures nobody. */
  readonly patient: string
  readonly since: string | null
  readonly heard_at: string | null
  readonly values: readonly Value[]
}

export interface Filters {
  readonly search: string
  readonly bound: boolean
}

/** So long a device may say nothing before its values are shown as old. */
export const OLD_MS = 60_000
const LEVELS: readonly Level[] = ['info', 'low', 'medium', 'high']

/** The tiles that the filters ask for, by place: a bed stays where it is, whatever happens. */
export function chosen(tiles: readonly Tile[], filters: Filters): readonly Tile[] {
  const wanted = filters.search.trim().toLowerCase()
  const fits = (tile: Tile) => `${tile.place} ${tile.name} ${tile.code} ${tile.patient}`.toLowerCase().includes(wanted)
  return tiles.filter((tile) => fits(tile) && (!filters.bound || tile.patient_id !== '')).sort((a, b) => order(a).localeCompare(order(b), 'zh-CN', { numeric: true }))
}

function order({ place, name, id }: Tile): string {
  return `${place === '' ? '\u{ffff}' : place} ${name} ${id}`
}

/** The gravest open alert about a device or whom it measures; what has returned or was put aside colours nothing. */
export function alarmOf(tile: Pick<Tile, 'id' | 'patient_id'>, alerts: readonly Alert[]): Alert | null {
  const mine = alerts.filter(({ key, state }) => (key === tile.id || (tile.patient_id !== '' && key === tile.patient_id)) && (state === 'unacknowledged' || state === 'acknowledged'))
  return mine.reduce<Alert | null>((worst, one) => (worst === null || LEVELS.indexOf(one.level) > LEVELS.indexOf(worst.level) ? one : worst), null)
}

/** How long a device has said nothing, in milliseconds; null: it was never heard. */
export function silence(tile: Pick<Tile, 'heard_at'>, now: number): number | null {
  return tile.heard_at === null ? null : Math.max(0, now - Date.parse(tile.heard_at))
}

/** A value with the decimals of its metric. */
export function shown(value: number, metric: Metric | undefined): string {
  return value.toFixed(metric?.decimals ?? 1)
}

const UNITS: Readonly<Record<string, string>> = { 'mm[Hg]': 'mmHg', Cel: '°C' }

/** A UCUM unit as people write it. */
export function unitOf(metric: Metric | undefined): string {
  return metric === undefined ? '' : (UNITS[metric.unit] ?? metric.unit)
}

/** The metric that a chart shows first: the one that was chosen, else the first that the device measures. */
export function metricOf(tile: Tile, wanted: string | null): string | null {
  return tile.values.find(({ metric }) => metric === wanted)?.metric ?? tile.values[0]?.metric ?? null
}

/** What ECharts draws: the mean as a line, between the lowest and the highest as a band. */
export function chartOf(line: Line, metric: Metric | undefined, zone: string, names: { readonly range: string; readonly mean: string }): Record<string, unknown> {
  const at = (moment: string) => Date.parse(moment)
  const digits = metric?.decimals ?? 1
  const band = { type: 'line', stack: 'band', symbol: 'none', lineStyle: { opacity: 0 }, silent: true, tooltip: { show: false } }
  return {
    grid: { left: 44, right: 16, top: 12, bottom: 28 },
    tooltip: { trigger: 'axis', axisPointer: { label: { formatter: ({ value }: { readonly value: number }) => clockTime(value, zone, true) } } },
    xAxis: { type: 'time', min: at(line.since), max: at(line.until), axisLabel: { formatter: (value: number) => clockTime(value, zone) } },
    yAxis: { type: 'value', scale: true, name: unitOf(metric) },
    series: [
      { ...band, name: 'least', data: line.points.map((one) => [at(one.at), one.least]) },
      { ...band, name: names.range, areaStyle: { color: '#14728a', opacity: 0.18 }, data: line.points.map((one) => [at(one.at), one.most - one.least]) },
      { type: 'line', name: names.mean, symbol: 'none', color: '#14728a', lineStyle: { width: 2 }, data: line.points.map((one) => [at(one.at), Number(one.mean.toFixed(digits))]) },
    ],
  }
}
