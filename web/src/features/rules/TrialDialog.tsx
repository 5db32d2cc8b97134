import { App, Button, InputNumber, Modal, Progress } from 'antd'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { percentOf, useJobs } from '@/shared/jobs/useJobs'

import { TrialResult } from './TrialResult'
import { useBoth, useWords } from './words'

interface Props {
  /** The rule to try, saved or not. */
  readonly rule: object
  readonly name: string
  readonly onClose: () => void
}

const MOST_DAYS = 30

/** 回测: how often this rule would have come on the last days, and where. */
export function TrialDialog({ rule, name, onClose }: Props): ReactNode {
  const words = useWords().trials
  const { post } = useBackend()
  const { message } = App.useApp()
  const [days, setDays] = useState(MOST_DAYS)
  const [jobId, setJobId] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const start = async () => {
    setBusy(true)
    try {
      const job = await post('/api/rules/back-test-rule', { rule: rule as never, days }, 'command')
      setJobId(job.job_id)
    } catch (error) {
      void message.error(explain(error), 6)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal open width={960} title={words.title(name)} footer={null} onCancel={onClose} destroyOnHidden>
      <p className="rule-hint">{words.hint}</p>
      <div className="rule-filters">
        <label>{words.days} <InputNumber min={1} max={MOST_DAYS} precision={0} value={days} onChange={(next) => setDays(next ?? MOST_DAYS)} /></label>
        <Button type="primary" loading={busy} data-testid="trial-start" onClick={() => void start()}>{jobId === null ? words.start : words.again}</Button>
      </div>
      {jobId !== null && <Run key={jobId} jobId={jobId} />}
    </Modal>
  )
}

/** How far the job is, and then what came of it. */
function Run({ jobId }: { readonly jobId: string }): ReactNode {
  const words = useWords().trials
  const both = useBoth()
  const { post } = useBackend()
  const { jobs } = useJobs()
  const job = jobs.find((one) => one.job_id === jobId)
  if (job === undefined || job.state === 'queued') return <p className="calm">{words.waiting}</p>
  if (job.state === 'failed') return <p className="rule-problem">{both({ zh: job.error_zh, en: job.error_en })}</p>
  if (job.state === 'cancelled') return <p className="calm">{words.cancelled}</p>
  if (job.state === 'done') return <TrialResult jobId={jobId} />
  return (
    <div className="rule-running" data-testid="trial-running">
      <Progress percent={percentOf(job) ?? 0} status="active" />
      <span>{words.running(job.done, job.total ?? 0)}</span>
      <Button size="small" onClick={() => void post('/api/jobs/cancel-job', { job_id: jobId }, 'command')}>{words.cancel}</Button>
    </div>
  )
}
