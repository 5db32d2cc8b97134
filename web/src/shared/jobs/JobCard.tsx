import { App, Button, Progress, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import { saveAs } from '@/shared/api/files'
import { useFiles } from '@/shared/files/FilesContext'
import { explain } from '@/shared/i18n/explain'
import { moment } from '@/shared/resources/values'

import { isOpen, type Job, percentOf } from './useJobs'
import { useWords, type Words } from './words'
import { WrongRows } from './WrongRows'

const COLORS: Readonly<Record<string, string>> = { running: 'processing', done: 'success', failed: 'error' }

const ENDINGS: Readonly<Record<string, string>> = { 'application/zip': '.zip' }

/** One job: how far it is, what came out, and what can be done. */
export function JobCard({ job }: { readonly job: Job }): ReactNode {
  const words = useWords()
  const { i18n } = useTranslation()
  const { post, session } = useBackend()
  const { message } = App.useApp()
  const files = useFiles()
  const [rows, setRows] = useState(false)
  const [busy, setBusy] = useState(false)
  const label = i18n.language === 'en' ? job.en : job.zh
  const at = moment(job.created_at, session.institution.time_zone)
  const during = (work: Promise<unknown>) => {
    setBusy(true)
    work.catch((error: unknown) => void message.error(explain(error), 6)).finally(() => setBusy(false))
  }
  const [percent, setPercent] = useState<number | null>(null)
  const download = async (fileId: string) => {
    try {
      const blob = await files.download(fileId, setPercent)
      saveAs(blob, `${label}-${at.replace(/\D/g, '')}${ENDINGS[blob.type] ?? '.xlsx'}`)
    } finally {
      setPercent(null)
    }
  }
  const wrong = job.counts.wrong ?? 0
  const error = i18n.language === 'en' ? job.error_en : job.error_zh
  const fileId = job.file_id
  return (
    <article className="job" data-testid="job" data-state={job.state}>
      <header>
        <b>{label}</b> <Tag color={COLORS[job.state] ?? 'default'}>{stateOf(job, words)}</Tag>
        <time>{at}</time>
      </header>
      {isOpen(job) && <Progress percent={percentOf(job) ?? 0} status="active" showInfo={percentOf(job) !== null} />}
      <p>{job.state === 'failed' ? error : figures(job, words)}</p>
      <footer>
        {isOpen(job) && !job.cancelling && (
          <Button size="small" loading={busy} data-testid="job-cancel" onClick={() => during(post('/api/jobs/cancel-job', { job_id: job.job_id }, 'command'))}>{words.cancel}</Button>
        )}
        {(job.state === 'failed' || job.state === 'cancelled') && (
          <Button size="small" loading={busy} data-testid="job-retry" onClick={() => during(post('/api/jobs/retry-job', { job_id: job.job_id }, 'command'))}>{words.retry}</Button>
        )}
        {fileId !== null && (
          <Button size="small" type="primary" loading={busy} data-testid="job-download" onClick={() => during(download(fileId))}>
            {percent !== null ? words.loading(percent) : wrong > 0 ? words.downloadErrors : words.download}
          </Button>
        )}
        {wrong > 0 && <Button size="small" data-testid="job-wrong" onClick={() => setRows(!rows)}>{words.wrongRows}</Button>}
      </footer>
      {rows && <WrongRows jobId={job.job_id} />}
    </article>
  )
}

function stateOf(job: Job, words: Words): string {
  if (job.cancelling) return words.cancelling
  const names: Readonly<Record<string, string>> = words as never
  return names[job.state] ?? job.state
}

function figures(job: Job, words: Words): string {
  const { added, kept, wrong, rows, files } = job.counts
  if (added !== undefined) return words.taken(added, kept ?? 0, wrong ?? 0)
  if (rows !== undefined) return files === undefined ? words.rows(rows) : words.files(rows, files)
  if (job.total === null) return job.done === 0 ? '' : words.rows(job.done)
  return words.progress(job.done, job.total)
}
