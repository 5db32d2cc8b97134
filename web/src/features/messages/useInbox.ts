import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useEffect, useMemo } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { useLiveRows } from '@/shared/live/LiveProvider'
import type { Freshness } from '@/shared/live/rows'

import type { Message } from './types'

export interface Inbox {
  /** The newest first. */
  readonly unread: readonly Message[]
  readonly state: Freshness
  /** Says that these have been seen; without ids: all. */
  readonly see: (ids: readonly string[]) => Promise<void>
  /** Says that these are before one's eyes; whoever sent them learns that they have arrived. */
  readonly shown: (ids: readonly string[]) => void
}

const MOST = 200

/** The account's own unread messages, live. */
export function useInbox(): Inbox {
  const { post, session } = useBackend()
  const { message } = App.useApp()
  const { rows, state } = useLiveRows<Message>(`messages-inbox:${session.institution.id}:${session.account.id}`)
  const queries = useQueryClient()
  // The lists of messages have no subscription of their own.
  useEffect(() => void queries.invalidateQueries({ queryKey: ['messages'] }), [queries, rows])
  const unread = useMemo(() => [...rows].sort((a, b) => (a.message_id < b.message_id ? 1 : -1)), [rows])
  const see = async (ids: readonly string[]) => {
    try {
      await post('/api/messages/mark-read', { message_ids: ids.slice(0, MOST) }, 'command')
    } catch (error) {
      void message.error(explain(error))
    }
  }
  // Nothing to tell the user when this fails: reading says it, too.
  const shown = (ids: readonly string[]) => void post('/api/messages/mark-shown', { message_ids: ids.slice(0, MOST) }, 'command').catch(() => undefined)
  return { unread, state, see, shown }
}
