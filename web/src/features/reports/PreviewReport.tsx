import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { PreviewDialog } from '@/shared/print/PreviewDialog'

import { useWords } from './words'

interface Props {
  readonly id: string
  /** Prints it, which is counted: a report that was printed is 已打印 (RIS-244, RIS-245). */
  readonly onPrint: () => Promise<unknown>
  readonly onClose: () => void
}

/** How a report that has passed looks on paper. */
export function PreviewReport({ id, onPrint, onClose }: Props): ReactNode {
  const words = useWords()
  const { post } = useBackend()
  return <PreviewDialog words={words} name={['report', id]} ask={() => post('/api/reports/preview-report', { report_id: id })} onPrint={onPrint} onClose={onClose} />
}
