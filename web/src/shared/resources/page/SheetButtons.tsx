import { App, Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { JobsButton } from '@/shared/jobs/JobsButton'
import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import type { Description, Values } from '@/shared/resources/description'

import { run } from './run'
import { ImportDialog } from './ImportDialog'
import { useWords } from './words'

interface Props {
  readonly description: Description
  /** What the list shows now: filters and order. */
  readonly asked: Values
  /** The ticked rows; none: all that the list shows. */
  readonly chosen: readonly string[]
  /** Whether the jobs are shown. */
  readonly jobs: boolean
  readonly onJobs: (open: boolean) => void
  readonly jobsName?: string
}

/** Import and export of the list, and the jobs that they start. */
export function SheetButtons({ description, asked, chosen, jobs, onJobs, jobsName }: Props): ReactNode {
  const words = useWords()
  const { i18n } = useTranslation()
  const { post } = useBackend()
  const { message } = App.useApp()
  const [taking, setTaking] = useState(false)
  const may = (verb: string) => description.may.includes(verb)
  const write = async () => {
    try {
      const which = chosen.length === 0 ? asked : { sort: asked.sort, ids: chosen }
      await run(post, description.operations.export, { ...which, language: i18n.language === 'en' ? 'en' : 'zh' }, 'command')
      onJobs(true)
    } catch (error) {
      void message.error(explain(error), 6)
    }
  }
  if (!may('import') && !may('export') && jobsName === undefined) return null
  return (
    <>
      {may('import') && <Button data-testid="import" onClick={() => setTaking(true)}>{words.import}</Button>}
      {may('export') && (
        <Button data-testid="export" onClick={() => void write()}>{chosen.length === 0 ? words.export : words.exportChosen(chosen.length)}</Button>
      )}
      <JobsButton open={jobs} onOpen={onJobs} {...(jobsName === undefined ? {} : { name: jobsName })} />
      {taking && (
        <ImportDialog
          description={description}
          onClose={() => setTaking(false)}
          onStarted={() => {
            setTaking(false)
            onJobs(true)
          }}
        />
      )}
    </>
  )
}
