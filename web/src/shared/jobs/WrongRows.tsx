import { useQuery } from '@tanstack/react-query'
import { Alert, Spin } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'

import { useWords } from './words'

/** Which rows of an import were not taken, and why: row, field, sentence. */
export function WrongRows({ jobId }: { readonly jobId: string }): ReactNode {
  const { post } = useBackend()
  const words = useWords()
  const { i18n } = useTranslation()
  const language = i18n.language === 'en' ? 'en' : 'zh'
  const found = useQuery({
    queryKey: ['job-notes', jobId],
    queryFn: () => post('/api/jobs/list-job-notes', { job_id: jobId, after: 0, limit: 200 }),
  })
  if (found.error !== null) return <Alert type="error" showIcon title={explain(found.error)} />
  if (found.data === undefined) return <Spin />
  return (
    <div className="job-rows" data-testid="job-rows">
      <table>
        <thead><tr><th scope="col">{words.row}</th><th scope="col">{words.field}</th><th scope="col">{words.why}</th></tr></thead>
        <tbody>
          {found.data.notes.flatMap((note) =>
            note.wrong.map((one) => (
              <tr key={`${note.row}:${one.field_en ?? ''}:${one.en ?? ''}`}>
                <td>{note.row}</td>
                <td>{one[`field_${language}`]}</td>
                <td>{one[language]}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
      {found.data.next !== null && <p>{words.more}</p>}
    </div>
  )
}
