import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

import { useBackend } from '@/shared/api/backend'
import { useLiveRows } from '@/shared/live/LiveProvider'
import type { LiveRows } from '@/shared/live/rows'
import { useDeltas } from '@/shared/live/useDeltas'

import type { alarmOf, Line, Metric, Tile } from './model'

const SHORTEST_MS = 1000
const LINE_MS = 10_000
const ALERTS = ['vitals', 'alerts'] as const

/** All devices of the institution with what they measured last, live. */
export function useWall(): LiveRows<Tile> {
  const { session } = useBackend()
  return useLiveRows<Tile>(`vitals-wall:${session.institution.id}`)
}

/** The metrics of the house by their codes. */
export function useMetrics(): ReadonlyMap<string, Metric> {
  const { post } = useBackend()
  const { data } = useQuery({ queryKey: ['vitals', 'metrics'], queryFn: () => post('/api/vitals/list-metrics', {}), staleTime: Infinity })
  return new Map(data?.metrics.map((one) => [one.code, one]))
}

type Alerts = Parameters<typeof alarmOf>[1]

const OPEN = { open: true, stage: null, level: null, rule: null, owner: null, opened_at_from: null, opened_at_until: null, says_zh: '', key: '', state: null, nuisance: null, sort: '-urgency', cursor: null, limit: 100 } as const

/** The most urgent open alerts, asked anew when one changes, at most once a second. */
export function useOpenAlerts(): Alerts {
  const { post, session } = useBackend()
  const queries = useQueryClient()
  const { data } = useQuery({ queryKey: ALERTS, queryFn: () => post('/api/alerts/list-records', OPEN), enabled: session.account.permissions.includes('alerts.record.view') })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useDeltas(`alerts-record:${session.institution.id}`, () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      void queries.invalidateQueries({ queryKey: ALERTS })
    }, SHORTEST_MS)
  })
  useEffect(() => () => clearTimeout(timer.current), [])
  return data?.rows ?? []
}

interface Asked {
  readonly line: Line | undefined
  readonly error: unknown
}

/** The last hour of one metric of one device, read again now and then while it is looked at. */
export function useLine(device: string, metric: string | null): Asked {
  const { post } = useBackend()
  const body = { device_id: device, metric: metric ?? '', since: null, until: null, points: 360 }
  const { data, error } = useQuery({
    queryKey: ['vitals', 'line', device, metric],
    queryFn: () => post('/api/vitals/list-readings', body),
    enabled: metric !== null,
    refetchInterval: LINE_MS,
  })
  return { line: data, error }
}
