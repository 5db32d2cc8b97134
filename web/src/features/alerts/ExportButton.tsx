import { App, Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { JobsButton } from '@/shared/jobs/JobsButton'

import type { Asked } from './model'
import { useWords } from './words'

/** Has all alerts that the filters ask for written to a workbook, as a job. */
export function ExportButton({ asked }: { readonly asked: Asked }): ReactNode {
  const words = useWords()
  const { i18n } = useTranslation()
  const { post } = useBackend()
  const { message } = App.useApp()
  const [jobs, setJobs] = useState(false)
  const [busy, setBusy] = useState(false)
  const write = async () => {
    setBusy(true)
    try {
      await post('/api/alerts/export-alerts', { ...asked, language: i18n.language === 'en' ? 'en' : 'zh' }, 'command')
      setJobs(true)
    } catch (error) {
      void message.error(explain(error), 6)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button data-testid="export" loading={busy} onClick={() => void write()}>{words.export}</Button>
      <JobsButton open={jobs} onOpen={setJobs} />
    </>
  )
}
