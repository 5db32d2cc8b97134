import { App } from 'antd'
import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Post } from '@/shared/api/post'
import { explain } from '@/shared/i18n/explain'

import type { ActionName } from './actions'
import { useDesk } from './backend'
import { type LineRow, who } from './row'

export interface RoomTarget {
  readonly id: string
  readonly name: string
}

export interface TicketActions {
  /** Does it and says so; a refusal is shown with its reason. Nothing changes on the page before the server says so. */
  readonly run: (name: ActionName, row: LineRow, room?: RoomTarget) => Promise<boolean>
  readonly callFirst: (roomId: string) => Promise<boolean>
  /** The names of what is under way: `<ticket id>:<action>`, `<room id>:first`. */
  readonly busy: ReadonlySet<string>
}

function send(post: Post, name: ActionName, ticket_id: string, room?: RoomTarget): Promise<unknown> {
  switch (name) {
    case 'call':
      return post('/api/queue/call-ticket', { ticket_id }, 'command')
    case 'recall':
      return post('/api/queue/call-again', { ticket_id }, 'command')
    case 'pass':
      return post('/api/queue/pass-ticket', { ticket_id }, 'command')
    case 'start':
      return post('/api/queue/start-exam', { ticket_id }, 'command')
    case 'finish':
      return post('/api/queue/finish-exam', { ticket_id }, 'command')
    case 'sign-in-again':
      return post('/api/queue/sign-in-again', { ticket_id }, 'command')
    case 'change-room':
      if (room === undefined) throw new Error('change-room needs a room')
      return post('/api/queue/change-room', { ticket_id, room_id: room.id }, 'command')
  }
}

export function useTicketActions(): TicketActions {
  const { post } = useDesk()
  const { message } = App.useApp()
  const { t } = useTranslation()
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set())
  const under = useRef(new Set<string>())

  const once = useCallback(
    async (key: string, act: () => Promise<unknown>, done?: string) => {
      if (under.current.has(key)) return false
      under.current.add(key)
      setBusy(new Set(under.current))
      try {
        await act()
        // One key: the last success takes the place of the one before; refusals stay until read.
        if (done !== undefined) void message.success({ content: done, duration: 2, key: 'done' })
        return true
      } catch (error) {
        void message.error(explain(error), 6)
        return false
      } finally {
        under.current.delete(key)
        setBusy(new Set(under.current))
      }
    },
    [message],
  )
  const run: TicketActions['run'] = (name, row, room) =>
    once(
      `${row.ticket_id}:${name}`,
      () => send(post, name, row.ticket_id, room),
      t(`done.${name}`, { who: who(row), room: room?.name ?? '' }),
    )
  const callFirst = (roomId: string) =>
    once(`${roomId}:first`, () => post('/api/queue/call-first', { room_id: roomId }, 'command'))
  return { run, callFirst, busy }
}
