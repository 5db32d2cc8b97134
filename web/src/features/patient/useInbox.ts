import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'

import type { components } from '@/generated/api'
import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { useLiveRows } from '@/shared/live/LiveProvider'
import type { Freshness } from '@/shared/live/rows'
import { tell, warn } from '@/shared/mobile/tell'

import { arrived } from './arrived'
import { useEnglish, useWords } from './words'

export type Message = components['schemas']['KeptMessage']
type Unread = Omit<Message, 'read_at'>

export interface Inbox {
  readonly unread: readonly Unread[]
  readonly state: Freshness
  /** Says that these have been seen; without ids: all. */
  readonly see: (ids: readonly string[]) => Promise<void>
}

const MOST = 200

/** The patient's unread messages, live; what arrives or is pushed again is told where he is, once. */
export function useInbox(): Inbox {
  const words = useWords()
  const english = useEnglish()
  const { post, session } = useBackend()
  const { rows, state } = useLiveRows<Unread>(`messages-inbox:${session.institution.id}:${session.account.id}`)
  const queries = useQueryClient()
  // The list of messages has no subscription of its own.
  useEffect(() => void queries.invalidateQueries({ queryKey: ['messages'] }), [queries, rows])
  const known = useRef<ReadonlySet<string> | null>(null)
  useEffect(() => {
    if (state === 'connecting') return
    const before = known.current
    const news = arrived(rows, before ?? new Set())
    known.current = news.known
    const ids = news.fresh.map((row) => row.message_id)
    // What was there before the page is no news.
    const newest = before === null ? undefined : news.fresh.at(-1)
    if (newest !== undefined) tell(words.messages.fresh(english ? newest.title_en : newest.title_zh))
    // Nothing to tell the patient when this fails: reading says it, too.
    if (ids.length > 0) void post('/api/messages/mark-shown', { message_ids: ids.slice(0, MOST) }, 'command').catch(() => undefined)
  }, [rows, state, post, words, english])
  const unread = useMemo(() => [...rows].sort((a, b) => (a.message_id < b.message_id ? 1 : -1)), [rows])
  const see = async (ids: readonly string[]) => {
    try {
      await post('/api/messages/mark-read', { message_ids: ids.slice(0, MOST) }, 'command')
    } catch (error) {
      warn(explain(error))
    }
  }
  return { unread, state, see }
}
