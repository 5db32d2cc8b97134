import './jobs.css'

import { Alert, Drawer, Empty } from 'antd'
import type { ReactNode } from 'react'

import type { Freshness } from '@/shared/live/rows'

import { JobCard } from './JobCard'
import type { Job } from './useJobs'
import { useWords } from './words'

interface Props {
  readonly title: string
  readonly jobs: readonly Job[]
  readonly state: Freshness
  readonly onClose: () => void
}

/** What the account has under way and what came out of it. */
export function JobsDrawer({ title, jobs, state, onClose }: Props): ReactNode {
  const words = useWords()
  return (
    <Drawer open title={title} size={460} onClose={onClose} data-testid="jobs-drawer">
      {state === 'stale' && <Alert type="warning" showIcon title={words.stale} />}
      {jobs.length === 0 && <Empty description={words.none} />}
      <ul className="jobs">{jobs.map((job) => <li key={job.job_id}><JobCard job={job} /></li>)}</ul>
      {jobs.length > 0 && <p className="jobs-kept">{words.kept}</p>}
    </Drawer>
  )
}
