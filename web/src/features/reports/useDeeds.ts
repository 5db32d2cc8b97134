import { App } from 'antd'
import { useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { ApiProblem } from '@/shared/api/problem'
import { explain } from '@/shared/i18n/explain'
import { printPdf } from '@/shared/print/printPdf'
import { useConfirm } from '@/shared/ui/useConfirm'

import type { ReportState } from './useReport'
import type { Saving } from './useSaving'
import type { Phase, Tool } from './way'
import { useWords } from './words'

export type Faults = Readonly<Record<string, string>>

export interface Deeds {
  readonly busy: Tool | null
  /** What the server said is missing, by field of the content. */
  readonly faults: Faults
  readonly dropFault: (fields: readonly string[]) => void
  readonly run: (tool: Exclude<Tool, 'reject' | 'abandon' | 'preview'>) => Promise<void>
  readonly reject: (reason: string) => Promise<unknown>
  readonly abandon: (phase: Phase) => void
  readonly enter: (phase: Phase) => void
  readonly unlock: (phase: Phase, holder: string) => void
}

const SHOWN_SECONDS = 6
const ENTER = { writing: '/api/reports/start-writing', review: '/api/reports/start-review' } as const
const UNLOCK = { writing: '/api/reports/unlock-writing', review: '/api/reports/unlock-review' } as const
const ABANDON = { writing: '/api/reports/abandon-writing', review: '/api/reports/abandon-review' } as const
const PREFIX = 'content.'

/** What is wrong with the content, by field. */
function faultsOf(error: unknown): Faults {
  if (!(error instanceof ApiProblem)) return {}
  return Object.fromEntries(error.fields.filter(({ field }) => field.startsWith(PREFIX)).map(({ field, message }) => [field.slice(PREFIX.length), message]))
}

/** What the toolbar's buttons do (RIS-321 … RIS-328). */
export function useDeeds(id: string, { step }: Pick<ReportState, 'step'>, saving: Saving): Deeds {
  const words = useWords()
  const { post } = useBackend()
  const { message } = App.useApp()
  const { confirm, act } = useConfirm()
  const [busy, setBusy] = useState<Tool | null>(null)
  const [faults, setFaults] = useState<Faults>({})
  const one = { report_id: id }
  const works: Readonly<Record<'submit' | 'pass' | 'pass_print' | 'print', () => Promise<unknown>>> = {
    submit: async () => post('/api/reports/submit-report', { ...one, ...(await saving.settled()) }, 'command'),
    pass: async () => post('/api/reports/pass-report', { ...one, ...(await saving.settled()) }, 'command'),
    pass_print: async () => printPdf(await post('/api/reports/pass-and-print', { ...one, ...(await saving.settled()) }, 'command'), 'report'),
    print: async () => printPdf(await post('/api/reports/print-report', one, 'command'), 'report'),
  }
  const run: Deeds['run'] = async (tool) => {
    if (busy !== null) return
    setBusy(tool)
    setFaults({})
    try {
      if (tool === 'save') {
        if (await saving.save()) void message.success(words.done.save)
        return
      }
      await step(works[tool])
      void message.success(words.done[tool])
    } catch (error) {
      setFaults(faultsOf(error))
      void message.error(explain(error), SHOWN_SECONDS)
    } finally {
      setBusy(null)
    }
  }
  return {
    busy,
    faults,
    dropFault: (fields) => setFaults((now) => (fields.some((field) => field in now) ? Object.fromEntries(Object.entries(now).filter(([field]) => !fields.includes(field))) : now)),
    run,
    reject: (reason) => step(async () => post('/api/reports/reject-report', { ...one, ...(await saving.settled()), reason }, 'command')),
    abandon: (phase) => confirm({ title: words.askAbandon, content: words.abandonText[phase], told: words.done.abandon, work: () => step(() => post(ABANDON[phase], one, 'command')) }),
    enter: (phase) => void act(() => step(() => post(ENTER[phase], one, 'command'), 'keep')),
    unlock: (phase, holder) => confirm({ title: words.unlock, content: words.askUnlock(holder), danger: false, told: words.unlocked, work: () => step(() => post(UNLOCK[phase], one, 'command'), 'keep') }),
  }
}
