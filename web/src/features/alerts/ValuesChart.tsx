import { type ReactNode, useMemo } from 'react'

import { moment } from '@/shared/resources/values'

import { Chart } from './Chart'
import type { Series } from './model'

interface Props {
  readonly series: Series
  readonly zone: string
  readonly label: string
}

/** How the values went that led to an alert. */
export default function ValuesChart({ series, zone, label }: Props): ReactNode {
  const option = useMemo(
    () => ({
      grid: { left: 48, right: 16, top: 12, bottom: 28 },
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: series.at.map((at) => moment(new Date(at * 1000).toISOString(), zone)) },
      yAxis: { type: 'value', scale: true },
      series: [{ type: 'line', data: [...series.values], symbolSize: 8, lineStyle: { width: 2 }, color: '#14728a' }],
    }),
    [series, zone],
  )
  return <Chart option={option} label={`${label}: ${series.values.join(', ')}`} />
}
