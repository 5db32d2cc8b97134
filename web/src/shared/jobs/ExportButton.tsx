import { App, Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { explain } from '@/shared/i18n/explain'

import { JobsButton } from './JobsButton'

interface Props {
  readonly label: string
  /** Starts the job that writes the workbook in this language. */
  readonly start: (language: 'zh' | 'en') => Promise<unknown>
}

/** Has a list written to a workbook, as a job, and shows the jobs. */
export function ExportButton({ label, start }: Props): ReactNode {
  const { i18n } = useTranslation()
  const { message } = App.useApp()
  const [jobs, setJobs] = useState(false)
  const [busy, setBusy] = useState(false)
  const write = async () => {
    setBusy(true)
    try {
      await start(i18n.language === 'en' ? 'en' : 'zh')
      setJobs(true)
    } catch (error) {
      void message.error(explain(error), 6)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button data-testid="export" loading={busy} onClick={() => void write()}>{label}</Button>
      <JobsButton open={jobs} onOpen={setJobs} />
    </>
  )
}
