import { useMemo } from 'react'

import type { components } from '@/generated/api'
import { useBackend } from '@/shared/api/backend'
import { useLiveRows } from '@/shared/live/LiveProvider'
import type { Freshness } from '@/shared/live/rows'

export type Job = components['schemas']['JobRow']

export interface Jobs {
  /** The newest first. */
  readonly jobs: readonly Job[]
  readonly state: Freshness
  readonly open: number
}

/** The account's own jobs, live. */
export function useJobs(): Jobs {
  const { session } = useBackend()
  const { rows, state } = useLiveRows<Job>(`jobs:${session.institution.id}:${session.account.id}`)
  return useMemo(() => {
    const jobs = [...rows].sort((a, b) => (a.job_id < b.job_id ? 1 : -1))
    return { jobs, state, open: jobs.filter(isOpen).length }
  }, [rows, state])
}

export function isOpen(job: Job): boolean {
  return job.state === 'queued' || job.state === 'running'
}

/** How far it is in percent; null when nobody knows. */
export function percentOf(job: Job): number | null {
  if (job.state === 'done') return 100
  if (job.total === null || job.total === 0) return null
  return Math.min(100, Math.floor((job.done / job.total) * 100))
}
