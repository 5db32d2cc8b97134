import { App } from 'antd'
import { useEffect, useEffectEvent, useRef, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { ApiProblem } from '@/shared/api/problem'
import { explain } from '@/shared/i18n/explain'

import { type Content, type Editing, isDirty, saved } from './editing'
import type { Phase } from './way'

/** What was typed is kept every few seconds. */
const EVERY_MS = 3000

export interface Saving {
  readonly state: 'clean' | 'dirty' | 'saving' | 'failed'
  readonly at: number | null
  /** Keeps what was typed; true when the server has all of it. */
  readonly save: () => Promise<boolean>
  /** What a step hands in: what is typed now, and the revision to name, once nothing is on its way any more. */
  readonly settled: () => Promise<{ readonly content: Content; readonly revision: number }>
}

interface Asked {
  readonly id: string
  readonly phase: Phase | null
  readonly editing: Editing | null
  readonly edit: (change: (editing: Editing) => Editing) => void
  /** The server says that it is not mine to write any more, or that another window has written. */
  readonly onLost: (elsewhere: boolean) => void
}

const PATHS = { writing: '/api/reports/save-writing', review: '/api/reports/save-review' } as const
const LOST = ['reports.lock_lost', 'reports.changed_meanwhile', 'reports.wrong_state']

/** Keeps what is typed as a draft: every few seconds, on demand, and when the page is left (RIS-321). */
export function useSaving({ id, phase, editing, edit, onLost }: Asked): Saving {
  const { post } = useBackend()
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const [failures, setFailures] = useState(0)
  const [at, setAt] = useState<number | null>(null)
  const latest = useRef({ editing, phase })
  const onTheWay = useRef<Promise<boolean> | null>(null)
  useEffect(() => {
    latest.current = { editing, phase }
  })

  const send = async (): Promise<boolean> => {
    const { editing: now, phase: mine } = latest.current
    if (now === null || mine === null || !isDirty(now)) return true
    setBusy(true)
    try {
      const { revision } = await post(PATHS[mine], { report_id: id, revision: now.revision, content: now.typed }, 'command')
      latest.current = { editing: latest.current.editing && saved(latest.current.editing, now.typed, revision), phase: mine }
      edit((then) => saved(then, now.typed, revision))
      setAt(Date.now())
      setFailures(0)
      return true
    } catch (error) {
      if (error instanceof ApiProblem && LOST.includes(error.code)) onLost(error.code === 'reports.changed_meanwhile')
      else {
        setFailures((count) => count + 1)
        if (!(error instanceof ApiProblem && error.unreachable)) void message.error(explain(error), 6)
      }
      return false
    } finally {
      setBusy(false)
    }
  }
  const save = async (): Promise<boolean> => {
    await onTheWay.current
    const sent = send()
    onTheWay.current = sent
    return sent
  }
  const dirty = editing !== null && isDirty(editing)
  useDrafts(dirty, `${editing?.revision ?? 0}:${failures}`, save)
  return {
    state: busy ? 'saving' : dirty ? (failures > 0 ? 'failed' : 'dirty') : 'clean',
    at,
    save,
    settled: async () => {
      await onTheWay.current
      const now = latest.current.editing
      if (now === null) throw new Error('nothing is open')
      return { content: now.typed, revision: now.revision }
    },
  }
}

/** Saves a few seconds after something was typed, and again after each save or failure (`round`) while there is more; and on leaving. */
function useDrafts(dirty: boolean, round: string, save: () => Promise<boolean>): void {
  const keep = useEffectEvent(() => void save())
  useEffect(() => {
    if (!dirty) return undefined
    const timer = setTimeout(() => keep(), EVERY_MS)
    return () => clearTimeout(timer)
  }, [dirty, round])
  useEffect(() => {
    if (!dirty) return undefined
    const ask = (event: BeforeUnloadEvent) => {
      keep()
      event.preventDefault()
    }
    const hidden = () => {
      if (document.visibilityState === 'hidden') keep()
    }
    window.addEventListener('beforeunload', ask)
    document.addEventListener('visibilitychange', hidden)
    return () => {
      window.removeEventListener('beforeunload', ask)
      document.removeEventListener('visibilitychange', hidden)
    }
  }, [dirty])
  // Another page is opened: what was typed goes along first.
  const last = useRef(save)
  useEffect(() => {
    last.current = save
  })
  useEffect(() => () => void last.current(), [])
}
