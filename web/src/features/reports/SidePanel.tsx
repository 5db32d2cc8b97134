import { Button, Collapse, Descriptions, Drawer, Timeline } from 'antd'
import { lazy, type ReactNode, Suspense, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { dayAndTime } from '@/shared/time/zoned'

import type { Sheet } from './useReport'
import { useWords, type Words } from './words'

const RichText = lazy(() => import('@/shared/rich/RichText'))

type Earlier = Sheet['earlier'][number]
type Line = Sheet['log'][number]

/** The request, the patient's other examinations, and what was done with this report. */
export function SidePanel({ sheet }: { readonly sheet: Sheet }): ReactNode {
  const words = useWords()
  const items = [
    { key: 'request', label: words.request, children: <Request sheet={sheet} /> },
    { key: 'history', label: `${words.history} (${sheet.earlier.length})`, children: <History earlier={sheet.earlier} /> },
    { key: 'log', label: words.log, children: <Log lines={sheet.log} /> },
  ]
  return <aside className="report-side"><Collapse size="small" defaultActiveKey={['request', 'history', 'log']} items={items} /></aside>
}

function Request({ sheet }: { readonly sheet: Sheet }): ReactNode {
  const words = useWords()
  const zone = useBackend().session.institution.time_zone
  const { report, registration } = sheet
  const { clinical } = registration
  const lines: readonly (readonly [string, string])[] = [
    [words.fields.requesting_department, report.requesting_department],
    [words.fields.requesting_doctor, report.requesting_doctor],
    [words.fields.requested_at, dayAndTime(report.requested_at, zone)],
    [words.fields.registrar, report.registrar],
    [words.fields.diagnosis, clinical.diagnosis],
    [words.fields.purpose, clinical.purpose],
    [words.fields.history, clinical.history],
    [words.fields.signs, clinical.signs],
  ]
  return <Descriptions column={1} size="small" data-testid="report-request" items={lines.filter(([, text]) => text !== '').map(([label, text]) => ({ key: label, label, children: text }))} />
}

/** 历史检查: each with what its report says, once that has passed (RIS-310, RIS-312). */
function History({ earlier }: { readonly earlier: readonly Earlier[] }): ReactNode {
  const words = useWords()
  const zone = useBackend().session.institution.time_zone
  const [shown, setShown] = useState<Earlier | null>(null)
  if (earlier.length === 0) return <p className="calm">{words.noHistory}</p>
  return (
    <ul className="report-history" data-testid="report-history">
      {earlier.map((exam) => (
        <li key={exam.report_id} data-state={exam.state}>
          <Button type="link" size="small" data-testid="history-exam" onClick={() => setShown(exam)}>{dayAndTime(exam.exam_at, zone)} {exam.exam_type} {exam.items.join('、')}</Button>
          <small>{words.states[exam.state]}{exam.summary !== '' && ` · ${exam.summary}`}</small>
        </li>
      ))}
      {shown !== null && <Exam exam={shown} onClose={() => setShown(null)} />}
    </ul>
  )
}

function Exam({ exam, onClose }: { readonly exam: Earlier; readonly onClose: () => void }): ReactNode {
  const words = useWords()
  const zone = useBackend().session.institution.time_zone
  const lines = [
    [words.fields.exam_no, exam.exam_no], [words.fields.exam_at, dayAndTime(exam.exam_at, zone)], [words.fields.items, exam.items.join('、')], [words.fields.parts, exam.parts.join('、')],
    [words.columns.state, words.states[exam.state]], [words.fields.writer, exam.writer], [words.fields.reviewer, exam.reviewer],
  ] as const
  return (
    <Drawer open size={560} title={words.history} onClose={onClose} data-testid="history-drawer">
      <Descriptions column={1} size="small" bordered items={lines.map(([label, text]) => ({ key: label, label, children: text }))} />
      <Suspense fallback={null}>
        <h3>{words.finding}</h3>
        {exam.findings === '' ? <p className="calm">{words.emptyText}</p> : <RichText value={exam.findings} />}
        <h3>{words.impression}</h3>
        {exam.impression === '' ? <p className="calm">{words.emptyText}</p> : <RichText value={exam.impression} />}
      </Suspense>
    </Drawer>
  )
}

/** 操作日志, the newest first (RIS-379). */
function Log({ lines }: { readonly lines: readonly Line[] }): ReactNode {
  const words = useWords()
  const zone = useBackend().session.institution.time_zone
  if (lines.length === 0) return <p className="calm">{words.noLog}</p>
  const items = lines.map((line) => ({
    key: line.n,
    content: <span data-testid="log-line" data-step={line.step}>{dayAndTime(line.at, zone)} <b>{words.steps[line.step] ?? line.step}</b> {line.who}{detailOf(line, words)}</span>,
  }))
  return <Timeline items={items} />
}

function detailOf({ step, detail }: Line, words: Words): string {
  const text = (name: string) => {
    const value = detail[name]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  }
  if (step === 'rejected') return ` · ${words.rejected(text('reason'))}`
  if (step === 'unlocked' && text('holder') !== '') return ` · ${words.unlock} ${text('holder')}`
  if (step === 'printed') return ` · ${words.prints(Number(text('prints')))}`
  return ''
}
