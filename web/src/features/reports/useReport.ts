import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'

import type { components } from '@/generated/api'
import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { useLiveRows } from '@/shared/live/LiveProvider'

import { type Editing, followed, reading } from './editing'
import { holds, type Me, type Phase } from './way'

export type Sheet = Answer<'/api/reports/show-report'>
export type Report = Sheet['report']
type Live = components['schemas']['LiveReport']

export const SHEET = 'report-sheet'

export interface Opened {
  readonly sheet: Sheet
  /** As it stands now: what the channel tells is newer than the sheet. */
  readonly report: Report
  /** The phase in which I hold it. */
  readonly held: Phase | null
  readonly editing: Editing
  /** Another one begins the editors anew. */
  readonly beginning: number
  readonly connected: boolean
}

export interface ReportState {
  readonly opened: Opened | null
  readonly error: Error | null
  readonly edit: (change: (editing: Editing) => Editing) => void
  /** Does something that changes where the report stands; what the channel tells meanwhile is not taken for somebody else's doing.
   *
   * Afterwards the page begins anew with what the report says then; `keep`: with what was typed, if it goes on with that.
   */
  readonly step: <T>(work: () => Promise<T>, keep?: 'keep') => Promise<T>
  readonly reload: () => Promise<unknown>
}

export function useMe(): Me {
  const { account } = useBackend().session
  return { id: account.id, rights: account.permissions }
}

/** A report that is open: what is shown of it, and whether it is mine to write (RIS-230 … RIS-233). */
export function useReport(id: string): ReportState {
  const { post, session } = useBackend()
  const me = useMe()
  const queries = useQueryClient()
  const asked = useQuery({ queryKey: [SHEET, id], queryFn: () => post('/api/reports/show-report', { report_id: id }), gcTime: 0, staleTime: Infinity })
  const channel = useLiveRows<Live>(`reports-report:${session.institution.id}:${id}`)
  const [editing, setEditing] = useState<Editing | null>(null)
  const [beginning, setBeginning] = useState(0)
  const [steps, setSteps] = useState(0)
  const sheet = asked.data
  const live = channel.rows[0]
  const report = sheet === undefined ? null : newest(sheet.report, live)
  const held = report === null ? null : holds(report, me)
  const behind = sheet !== undefined && report !== null && isBehind(sheet.report, report, held !== null)
  if (sheet !== undefined && steps === 0) {
    const known = { content: sheet.content, revision: sheet.report.revision }
    const before = editing ?? reading(known)
    // Who is about to get the lock begins with what the report says then, not with what this page saw before.
    const now = held !== null && behind && before.mode !== 'on' ? before : followed(before, held !== null, known)
    if (now !== editing) {
      setEditing(now)
      if (now.mode === 'on' && before.mode !== 'on') setBeginning(beginning + 1)
    }
  }
  const reload = () => queries.refetchQueries({ queryKey: [SHEET, id] })
  useFollowing(behind && steps === 0, report?.v ?? 0, reload)
  const step = async <T>(work: () => Promise<T>, keep?: 'keep'): Promise<T> => {
    setSteps((count) => count + 1)
    try {
      const done = await work()
      await reload()
      if (keep === undefined) setEditing(null)
      return done
    } finally {
      setSteps((count) => count - 1)
    }
  }
  return {
    opened: sheet === undefined || report === null || editing === null ? null : { sheet, report, held, editing, beginning, connected: channel.state !== 'stale' },
    error: sheet === undefined ? asked.error : null,
    edit: (change) => setEditing((now) => now && change(now)),
    step,
    reload,
  }
}

/** Reads the report anew when the channel tells that it stands elsewhere. */
function useFollowing(behind: boolean, v: number, reload: () => Promise<unknown>): void {
  const read = useRef(0)
  useEffect(() => {
    if (!behind || read.current === v) return
    read.current = v
    void reload()
  })
}

function newest(report: Report, live: Live | undefined): Report {
  return live === undefined || live.v <= report.v ? report : { ...report, ...live }
}

/** Whether the sheet tells of the past; what I save myself it need not tell. */
function isBehind(sheet: Report, report: Report, mine: boolean): boolean {
  const moved = sheet.state !== report.state || sheet.holder !== report.holder || sheet.prints !== report.prints
  return moved || (!mine && sheet.revision !== report.revision)
}
