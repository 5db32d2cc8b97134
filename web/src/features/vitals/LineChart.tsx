import { LineChart as Lines } from 'echarts/charts'
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components'
import * as core from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { type ReactNode, useEffect, useRef } from 'react'

core.use([Lines, GridComponent, TooltipComponent, AriaComponent, CanvasRenderer])

interface Props {
  readonly option: Record<string, unknown>
  /** What it shows, for those who cannot see it. */
  readonly label: string
}

/** A line over time that follows its room and its option. */
export default function LineChart({ option, label }: Props): ReactNode {
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
    chart.current?.setOption({ animation: false, aria: { enabled: true }, textStyle: { fontFamily: 'inherit' }, ...option }, { notMerge: true })
  }, [option])
  return <div ref={place} className="vital-chart" role="img" aria-label={label} />
}
