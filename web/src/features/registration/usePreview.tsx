import { App } from 'antd'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { PreviewDialog } from '@/shared/print/PreviewDialog'
import { type Paper, printPdf } from '@/shared/print/printPdf'

import { paperOf } from './print'
import { useWords } from './words'

export interface Preview {
  readonly open: (id: string, completed: boolean) => void
  readonly dialog: ReactNode
}

/** 预览打印: the report once the examination is completed, otherwise the registration slip (RIS-014, RIS-076, RIS-083). */
export function usePreview(): Preview {
  const words = useWords()
  const { post, session } = useBackend()
  const { message } = App.useApp()
  const [shown, setShown] = useState<{ readonly id: string; readonly completed: boolean } | null>(null)
  const print = async ({ id, completed }: { readonly id: string; readonly completed: boolean }, paper: Paper) => {
    // A printed report is 已打印 and counted; who may not count it prints what he sees.
    const counted = completed && session.account.permissions.includes('reports.print')
    try {
      printPdf(counted ? await post('/api/reports/print-report', { report_id: id }, 'command') : paper, 'preview')
    } catch (error) {
      void message.error(explain(error), 6)
    }
  }
  const labels = { preview: words.act.preview, print: words.act.print, close: words.close }
  return {
    open: (id, completed) => setShown({ id, completed }),
    dialog: shown !== null && (
      <PreviewDialog words={labels} name={['registration', shown.id]} ask={() => paperOf(post, shown.id, 'preview')} onPrint={(paper) => print(shown, paper)} onClose={() => setShown(null)} />
    ),
  }
}
