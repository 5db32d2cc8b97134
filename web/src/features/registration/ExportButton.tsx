import { App, Button } from 'antd'
import { type ReactNode, type RefObject, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import type { Body } from '@/shared/api/post'
import { explain } from '@/shared/i18n/explain'
import { JobsButton } from '@/shared/jobs/JobsButton'

import { useWords } from './words'

type Asked = Omit<Body<'/api/registration/export-registrations'>, 'language'>

interface Props {
  /** What the list shows now. */
  readonly asked: RefObject<Asked>
}

/** Has all that the list shows written to a workbook, as a job. */
export function ExportButton({ asked }: Props): ReactNode {
  const words = useWords()
  const { i18n } = useTranslation()
  const { post } = useBackend()
  const { message } = App.useApp()
  const [jobs, setJobs] = useState(false)
  const [busy, setBusy] = useState(false)
  const write = async () => {
    setBusy(true)
    try {
      await post('/api/registration/export-registrations', { ...asked.current, language: i18n.language === 'en' ? 'en' : 'zh' }, 'command')
      setJobs(true)
    } catch (error) {
      void message.error(explain(error), 6)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button data-testid="export" loading={busy} onClick={() => void write()}>{words.manage.export}</Button>
      <JobsButton open={jobs} onOpen={setJobs} />
    </>
  )
}
