import { createContext, type ReactNode, use, useEffect, useMemo, useState, useSyncExternalStore } from 'react'

import type { Post } from '@/shared/api/post'

import { createAsk } from './ask'
import { type ConnectionState, type Live, openLive } from './connection'
import { followRows, type LiveRows, type RowStore } from './rows'

const LiveContext = createContext<Live | null>(null)

interface Props {
  readonly token: string
  readonly getToken: () => Promise<string>
  readonly children: ReactNode
}

/** Holds the page's live connection. `token` opens it; later tokens come from `getToken`. */
export function LiveProvider({ token, getToken, children }: Props): ReactNode {
  const [live, setLive] = useState<Live | null>(null)
  const [first] = useState({ token, getToken })
  useEffect(() => {
    const opened = openLive(first.token, first.getToken)
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the connection is an outside thing that opens on mount
    setLive(opened)
    return opened.close
  }, [first])
  return live === null ? null : <LiveContext value={live}>{children}</LiveContext>
}

function useLive(): Live {
  const live = use(LiveContext)
  if (live === null) throw new Error('useLive outside LiveProvider')
  return live
}

/** How the connection is doing, and since when. */
export function useConnection(): ConnectionState {
  const live = useLive()
  return useSyncExternalStore(live.onChange, live.getState)
}

/** Opens the connection again after it has ended. */
export function useReopen(): () => void {
  return useLive().reopen
}

/** The connection itself, for what the hooks here do not do. */
export function useClient(): Live['client'] {
  return useLive().client
}

/** Asks questions over the live connection. */
export function useAsk(): Post {
  const { client } = useLive()
  return useMemo(() => createAsk(client), [client])
}

const WAITING: LiveRows<never> = { rows: [], state: 'connecting' }
const silent = () => () => undefined

/** The rows of a channel, unsorted, kept up to date; null follows nothing. */
export function useLiveRows<T>(channel: string | null): LiveRows<T> {
  const { client } = useLive()
  const [store, setStore] = useState<{ channel: string; rows: RowStore<T> } | null>(null)
  useEffect(() => {
    if (channel === null) return undefined
    const rows = followRows<T>(client, channel)
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the subscription is an outside thing that opens on mount
    setStore({ channel, rows })
    return rows.close
  }, [client, channel])
  // Rows of the channel that was shown before must never appear under the new one's name.
  const current = store?.channel === channel ? store.rows : null
  return useSyncExternalStore<LiveRows<T>>(current?.onChange ?? silent, current?.getState ?? (() => WAITING))
}
