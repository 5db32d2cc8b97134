import { BarChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import * as core from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { type ReactNode, useEffect, useRef } from 'react'

import { useBackend } from '@/shared/api/backend'

import type { Tried } from './model'
import { chartOf } from './trials'
import { useWords } from './words'

core.use([BarChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, CanvasRenderer])

/** When the rule would have come, by day or hour and by level. */
export default function TrialChart({ tried }: { readonly tried: Tried }): ReactNode {
  const words = useWords()
  const zone = useBackend().session.institution.time_zone
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = place.current
    if (element === null) return undefined
    const chart = core.init(element)
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
    chart.setOption({ animation: !calm, aria: { enabled: true }, textStyle: { fontFamily: 'inherit' }, ...chartOf(tried, words.levels, zone) })
    const watcher = new ResizeObserver(() => chart.resize())
    watcher.observe(element)
    return () => {
      watcher.disconnect()
      chart.dispose()
    }
  }, [tried, words, zone])
  return <div ref={place} className="rule-chart" role="img" aria-label={words.trials.chart} />
}
