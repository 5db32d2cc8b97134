import '@/shared/resources/page/resource.css'

import { Alert, App, Button, Spin } from 'antd'
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { dayAndTime } from '@/shared/time/zoned'

import { Choices } from './Choices'
import type { Content } from './editing'
import { useFontSize } from './FontSize'
import { PreviewReport } from './PreviewReport'
import { RejectDialog } from './RejectDialog'
import { ReportBanner } from './ReportBanner'
import { ReportToolbar } from './ReportToolbar'
import { SidePanel } from './SidePanel'
import { Texts } from './Texts'
import { type Deeds, useDeeds } from './useDeeds'
import { type Opened, type Report, type ReportState, useReport } from './useReport'
import { useSaving } from './useSaving'
import { useWords } from './words'

interface Props {
  readonly id: string
  readonly onExit: () => void
}

/** 报告页面: one report, to write, to review or to read. */
export function ReportPage({ id, onExit }: Props): ReactNode {
  const words = useWords()
  const state = useReport(id)
  if (state.error !== null) return <main className="page"><Alert type="error" showIcon title={explain(state.error)} action={<Button onClick={onExit}>{words.tools.exit}</Button>} /></main>
  if (state.opened === null) return <Spin size="large" className="whole" />
  return <Report id={id} state={state} opened={state.opened} onExit={onExit} />
}

function Report({ id, state, opened, onExit }: Props & { readonly state: ReportState; readonly opened: Opened }): ReactNode {
  const words = useWords()
  const { modal } = App.useApp()
  const { editing, held, beginning } = opened
  const [dialog, setDialog] = useState<'reject' | 'preview' | null>(null)
  const [size, setSize] = useFontSize()
  const lose = (elsewhere: boolean) => {
    if (elsewhere) state.edit((now) => ({ ...now, mode: 'apart' }))
    else void state.reload()
  }
  const saving = useSaving({ id, phase: editing.mode === 'on' ? held : null, editing, edit: state.edit, onLost: lose })
  const deeds = useDeeds(id, state, saving)
  const editable = editing.mode === 'on'
  const change = (changed: Partial<Content>) => {
    deeds.dropFault(Object.keys(changed))
    state.edit((now) => (now.mode === 'on' ? { ...now, typed: { ...now.typed, ...changed } } : now))
  }
  const exit = async () => {
    if (await saving.save()) onExit()
    else void modal.confirm({ title: words.unsaved, content: words.saveFailed, okText: words.tools.exit, cancelText: words.close, onOk: onExit })
  }
  const showNow = () => void state.step(() => Promise.resolve())
  useKeys(editable, held, deeds)
  return (
    <main className="report" data-testid="report" data-mode={editing.mode} style={{ '--report-size': `${size}px` } as React.CSSProperties}>
      <ReportToolbar opened={opened} saving={saving} deeds={deeds} size={size} onSize={setSize} onExit={() => void exit()} onReject={() => setDialog('reject')} onPreview={() => setDialog('preview')} />
      <ReportBanner opened={opened} onShowNow={showNow} />
      <PatientHead report={opened.report} />
      <div className="report-body">
        <section className="report-paper" aria-label={words.title}>
          <Choices content={editing.typed} editable={editable} faults={deeds.faults} onChange={change} />
          <Texts content={editing.typed} editable={editable} faults={deeds.faults} beginning={beginning} onChange={change} />
          {editable && <p className="calm">{words.hint}</p>}
        </section>
        <SidePanel sheet={opened.sheet} />
      </div>
      {dialog === 'reject' && <RejectDialog onReject={deeds.reject} onClose={() => setDialog(null)} />}
      {dialog === 'preview' && <PreviewReport id={id} onPrint={() => deeds.run('print')} onClose={() => setDialog(null)} />}
    </main>
  )
}

/** Ctrl+S keeps the draft, Ctrl+Enter hands it in; before the editor takes the keys for itself. */
function useKeys(editable: boolean, held: Opened['held'], deeds: Deeds): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    const saves = event.key.toLowerCase() === 's'
    if (!saves && !(event.key === 'Enter' && held === 'writing')) return
    event.preventDefault()
    event.stopPropagation()
    void deeds.run(saves ? 'save' : 'submit')
  })
  useEffect(() => {
    if (!editable) return undefined
    const hear = (event: KeyboardEvent) => press(event)
    window.addEventListener('keydown', hear, { capture: true })
    return () => window.removeEventListener('keydown', hear, { capture: true })
  }, [editable])
}

/** Whose report it is, and of which examination. */
function PatientHead({ report }: { readonly report: Report }): ReactNode {
  const words = useWords()
  const zone = useBackend().session.institution.time_zone
  const facts: readonly (readonly [string, string])[] = [
    [words.fields.exam_no, report.exam_no], [words.fields.image_no, report.image_no], [words.fields.exam_type, report.exam_type], [words.fields.items, report.items.join('、')],
    [words.fields.room, report.room], [words.fields.exam_at, dayAndTime(report.exam_at, zone)], [words.fields.writer, report.writer], [words.fields.reviewer, report.reviewer],
  ]
  const kind = words.kind[report.patient_class]
  return (
    <header className="report-head" data-testid="report-head">
      <h2>
        {report.name} <small>{words.sex[report.sex] ?? ''} {report.age === null ? '' : words.years(report.age)}</small>
        {kind !== undefined && <i className="mark" data-mark={report.patient_class}>{kind}</i>}
      </h2>
      <dl>{facts.filter(([, text]) => text !== '').map(([label, text]) => <div key={label}><dt>{label}</dt><dd className="figures">{text}</dd></div>)}</dl>
    </header>
  )
}
