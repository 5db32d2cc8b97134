import { Badge, Button } from 'antd'
import { type ReactNode, useState } from 'react'

import { JobsDrawer } from './JobsDrawer'
import { useJobs } from './useJobs'
import { useWords } from './words'

interface Props {
  /** Opens and closes from outside too. */
  readonly open?: boolean
  readonly onOpen?: (open: boolean) => void
  /** What the jobs are called here, if not 任务中心. */
  readonly name?: string
}

/** Opens the account's jobs; says how many are under way. */
export function JobsButton({ open, onOpen, name }: Props): ReactNode {
  const words = useWords()
  const { jobs, state, open: count } = useJobs()
  const [own, setOwn] = useState(false)
  const become = onOpen ?? setOwn
  return (
    <>
      <Badge count={count} size="small">
        <Button data-testid="jobs" aria-label={words.open(name ?? words.centre, count)} onClick={() => become(true)}>{name ?? words.centre}</Button>
      </Badge>
      {(open ?? own) && <JobsDrawer title={name ?? words.centre} jobs={jobs} state={state} onClose={() => become(false)} />}
    </>
  )
}
