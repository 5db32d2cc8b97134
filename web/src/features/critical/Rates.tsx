import { useQuery } from '@tanstack/react-query'
import { Progress, Space } from 'antd'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'

import { PATH } from './useValue'
import { useWords } from './words'

const DAYS = 30
const DAY_MS = 86_400_000
const NAMES = ['told', 'told_in_time', 'handled_in_time'] as const
const GOOD = 0.95

/** How well the last thirty days went. */
export function Rates(): ReactNode {
  const words = useWords()
  const { post } = useBackend()
  const [until] = useState(() => Date.now() + DAY_MS)
  const asked = { since: new Date(until - (DAYS + 1) * DAY_MS).toISOString(), until: new Date(until).toISOString(), department: '' }
  const { data } = useQuery({
    queryKey: ['resource', PATH, 'rates', until],
    queryFn: () => post('/api/critical_values/critical-value-rates', asked),
  })
  if (data === undefined) return null
  return (
    <Space size="large" className="critical-rates" data-testid="critical-rates" aria-label={words.ratesOf}>
      {NAMES.map((name) => {
        const rate = data[name]
        return (
          <Space key={name} size="small">
            <Progress
              type="circle"
              size={44}
              percent={rate === null ? 0 : Math.round(rate * 100)}
              status={rate !== null && rate < GOOD ? 'exception' : 'normal'}
              format={() => (rate === null ? words.noRate : `${Math.round(rate * 100)}%`)}
            />
            <span>{words.rates[name]}<br /><small>{words.ratesOf}</small></span>
          </Space>
        )
      })}
    </Space>
  )
}
