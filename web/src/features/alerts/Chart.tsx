import type { EChartsCoreOption } from 'echarts/core'
import { type ReactNode, useEffect, useRef } from 'react'

import { core } from './charts'

interface Props {
  readonly option: EChartsCoreOption
  /** What it shows, for those who cannot see it. */
  readonly label: string
  readonly tall?: boolean
}

/** A chart that follows its room and its option. */
export function Chart({ option, label, tall = false }: Props): ReactNode {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<ReturnType<typeof core.init> | null>(null)
  useEffect(() => {
    const element = place.current
    if (element === null) return undefined
    const made = core.init(element)
    chart.current = made
    const watcher = new ResizeObserver(() => made.resize())
    watcher.observe(element)
    return () => {
      watcher.disconnect()
      made.dispose()
      chart.current = null
    }
  }, [])
  useEffect(() => {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
    chart.current?.setOption({ animation: !calm, aria: { enabled: true }, textStyle: { fontFamily: 'inherit' }, ...option }, { notMerge: true })
  }, [option])
  return <div ref={place} className="alert-chart" data-tall={tall} role="img" aria-label={label} />
}
