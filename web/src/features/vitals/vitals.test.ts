import { describe, expect, it } from 'vitest'

import { alarmOf, chartOf, chosen, metricOf, shown, silence, type Tile, unitOf } from './model'

const tile = (more: Partial<Tile> = {}): Tile => ({ id: 'd1', code: 'M-1', name: '1 号监护仪', kind: 'monitor', place: 'ICU-1-01', patient_id: '', patient: '', since: null, heard_at: null, values: [], ...more })
const alert = (key: string, level: 'high' | 'medium' | 'low', state: 'unacknowledged' | 'returned' = 'unacknowledged') => ({ key, level, state, says_zh: level, says_en: level })
const HEART = { code: 'heart_rate', zh: '心率', en: 'Heart rate', unit: '/min', decimals: 0 }
const FEVER = { code: 'temperature', zh: '体温', en: 'Temperature', unit: 'Cel', decimals: 1 }

describe('the wall', () => {
  it('stands in the order of the beds, and devices without a place come last', () => {
    const tiles = [tile({ id: 'a', place: '' }), tile({ id: 'b', place: 'ICU-10' }), tile({ id: 'c', place: 'ICU-2' })]
    expect(chosen(tiles, { search: '', bound: false }).map(({ id }) => id)).toEqual(['c', 'b', 'a'])
  })

  it('is searched by place, device and patient, and can leave free devices out', () => {
    const tiles = [tile({ id: 'a', patient: '宋*', patient_id: 'p' }), tile({ id: 'b', code: 'BAND' })]
    expect(chosen(tiles, { search: '宋', bound: false }).map(({ id }) => id)).toEqual(['a'])
    expect(chosen(tiles, { search: 'band', bound: false }).map(({ id }) => id)).toEqual(['b'])
    expect(chosen(tiles, { search: '', bound: true }).map(({ id }) => id)).toEqual(['a'])
  })
})

describe('the colour of a tile', () => {
  it('is that of the gravest open alert about the device or its patient', () => {
    const alerts = [alert('d1', 'medium'), alert('p1', 'high'), alert('other', 'high')]
    expect(alarmOf(tile(), alerts)?.level).toBe('medium')
    expect(alarmOf(tile({ patient_id: 'p1' }), alerts)?.level).toBe('high')
  })

  it('is none once all have returned, and an alert about nobody is nobody’s', () => {
    expect(alarmOf(tile(), [alert('d1', 'high', 'returned'), alert('', 'high')])).toBeNull()
  })
})

describe('values', () => {
  it('have the decimals and the unit of their metric', () => {
    expect([shown(72, HEART), unitOf(HEART)]).toEqual(['72', '/min'])
    expect([shown(37, FEVER), unitOf(FEVER)]).toEqual(['37.0', '°C'])
  })

  it('grow old', () => {
    expect(silence(tile(), 0)).toBeNull()
    expect(silence(tile({ heard_at: '2026-03-02T01:00:00Z' }), Date.parse('2026-03-02T01:01:30Z'))).toBe(90_000)
  })
})

describe('the line of an hour', () => {
  const line = { metric: 'heart_rate', since: '2026-03-02T01:00:00Z', until: '2026-03-02T02:00:00Z', step: 10, points: [{ at: '2026-03-02T01:00:00Z', least: 60, most: 80, mean: 70.4, readings: 10 }] }

  it('shows the mean between the lowest and the highest, over the whole hour', () => {
    const option = chartOf(line, HEART, 'Asia/Shanghai', { range: '范围', mean: '平均' }) as { xAxis: { min: number; max: number; axisLabel: { formatter: (at: number) => string } }; series: { data: unknown }[] }
    const at = Date.parse(line.since)
    expect(option.series.map(({ data }) => data)).toEqual([[[at, 60]], [[at, 20]], [[at, 70]]])
    expect(option.xAxis.max - option.xAxis.min).toBe(3_600_000)
    expect(option.xAxis.axisLabel.formatter(at)).toBe('09:00')
  })

  it('is of the chosen metric as long as the device measures it', () => {
    const both = tile({ values: [{ metric: 'spo2', value: 97, at: '' }, { metric: 'heart_rate', value: 72, at: '' }] })
    expect([metricOf(both, null), metricOf(both, 'heart_rate'), metricOf(both, 'glucose'), metricOf(tile(), null)]).toEqual(['spo2', 'heart_rate', 'spo2', null])
  })
})
