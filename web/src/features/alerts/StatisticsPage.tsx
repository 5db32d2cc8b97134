import './alerts.css'
import '@/shared/ui/list.css'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Alert, Segmented, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { startOfDay } from '@/shared/resources/window'

import { Figures } from './StatisticsParts'
import { useWords } from './words'

const WINDOWS = [1, 7, 30, 90] as const
type Days = (typeof WINDOWS)[number]
const HOURLY: Days = 7

/** 预警统计: how many, how bad, which rules, how fast people took over, how much was no use. */
export default function StatisticsPage(): ReactNode {
  const words = useWords().stats
  const { post, session } = useBackend()
  const [days, setDays] = useState<Days>(HOURLY)
  const zone = session.institution.time_zone
  const step = days <= HOURLY ? 'hour' : 'day'
  const found = useQuery({
    queryKey: ['alerts', 'statistics', days],
    queryFn: () => {
      const now = new Date()
      return post('/api/alerts/alert-statistics', { since: startOfDay(zone, days - 1, now), until: startOfDay(zone, -1, now), step })
    },
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
  return (
    <main className="page">
      <section className="list" aria-label={words.title} data-testid="alert-statistics">
        <div className="list-bar">
          <Segmented<Days> aria-label={words.window} value={days} options={WINDOWS.map((value) => ({ value, label: words.days[value] }))} onChange={setDays} />
        </div>
        {found.error !== null && <Alert banner type="warning" title={explain(found.error)} />}
        {found.data === undefined ? <Skeleton active /> : <Figures found={found.data} step={step} zone={zone} now={found.dataUpdatedAt} />}
      </section>
    </main>
  )
}
