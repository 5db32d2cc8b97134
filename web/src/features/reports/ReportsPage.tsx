import '@/shared/ui/list.css'

import './reports.css'

import { Alert, Switch } from 'antd'
import { type ReactNode, useState, useSyncExternalStore } from 'react'

import { useBackend } from '@/shared/api/backend'
import { printPdf } from '@/shared/print/printPdf'
import { CursorList, type Part } from '@/shared/ui/CursorList'
import { useConfirm } from '@/shared/ui/useConfirm'

import { ColumnsButton, useColumns } from './ColumnsButton'
import { FilterFields } from './FilterFields'
import { asked, type Filters, initialOf, todayIn } from './filters'
import { useListColumns } from './listColumns'
import { PreviewReport } from './PreviewReport'
import { ReportPage } from './ReportPage'
import { type Row, useLiveList } from './useLiveList'
import { useRowDeeds } from './useRowDeeds'
import { useWords } from './words'

const PAGE = 'reports'
const NAME = 'reports'

const onChange = (listener: () => void) => {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}
const go = (reportId: string) => {
  location.hash = reportId === '' ? PAGE : `${PAGE}/${reportId}`
}

/** 诊断工作站: the live diagnosis list, or the report that the address names (`/#reports/ID`). */
export default function ReportsPage(): ReactNode {
  const opened = useSyncExternalStore(onChange, () => location.hash.slice(PAGE.length + 2))
  // The list waits behind an open report, with its filters as they were.
  return (
    <>
      <div hidden={opened !== ''}><DiagnosisList active={opened === ''} /></div>
      {opened !== '' && <ReportPage key={opened} id={opened} onExit={() => go('')} />}
    </>
  )
}

/** 诊断: who waits to be diagnosed or reviewed, and who is at work on what (RIS-201 … RIS-214). */
function DiagnosisList({ active }: { readonly active: boolean }): ReactNode {
  const words = useWords()
  const { post, session } = useBackend()
  const { act } = useConfirm()
  const zone = session.institution.time_zone
  const [initial] = useState(() => initialOf(todayIn(zone)))
  const list = useLiveList(['people', NAME], active)
  const [shown, setShown] = useColumns()
  const [preview, setPreview] = useState<string | null>(null)
  const deeds = useRowDeeds(go)
  const columns = useListColumns({ shown, current: list.current, deeds, onPreview: setPreview })
  const ask = async (given: Filters, { cursor, size }: Part) => {
    const page = await post('/api/reports/list-reports', { ...asked(given, zone), cursor, size })
    return { rows: page.rows, cursor: page.next }
  }
  const print = (id: string) => act(async () => printPdf(await post('/api/reports/print-report', { report_id: id }, 'command'), 'report'), words.done.print)
  const bar = (
    <>
      <label className="report-auto"><Switch data-testid="auto-refresh" checked={list.auto} onChange={list.setAuto} aria-label={words.live} /> {words.live}</label>
      <ColumnsButton shown={shown} onChange={setShown} />
    </>
  )
  return (
    <main className="page reports" data-freshness={list.freshness}>
      {list.freshness === 'stale' && <Alert banner type="warning" title={words.stale} />}
      {!list.auto && <Alert banner type="info" title={words.frozen} />}
      <CursorList<Row, Filters> label={words.title} name={NAME} ask={ask} initial={initial} filters={<FilterFields />} bar={bar} columns={columns} rowKey={(row) => row.report_id} />
      {preview !== null && <PreviewReport id={preview} onPrint={() => print(preview)} onClose={() => setPreview(null)} />}
    </main>
  )
}
