import { App } from 'antd'
import { useState } from 'react'

import { explain } from '@/shared/i18n/explain'

import { type Connection, useBackend } from './backend'

export interface Disconnecting {
  readonly busy: boolean
  /** Ids of connections that were ordered to end; they leave the list by themselves. */
  readonly ordered: ReadonlySet<string>
  /** Ends all connections of a person; `theirs` are those that are listed. True when the order was taken. */
  readonly run: (userId: string, theirs: readonly Connection[], again: boolean) => Promise<boolean>
}

export function useDisconnect(): Disconnecting {
  const { post } = useBackend()
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const [ordered, setOrdered] = useState<ReadonlySet<string>>(new Set())
  const run: Disconnecting['run'] = async (userId, theirs, again) => {
    setBusy(true)
    try {
      await post('/api/delivery/disconnect-user', { user_id: userId, again }, 'command')
      setOrdered(new Set([...ordered, ...theirs.map((connection) => connection.id)]))
      return true
    } catch (error) {
      void message.error(explain(error), 6)
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, ordered, run }
}
