import type { Centrifuge, Subscription } from 'centrifuge'

import { apply, type Delta, type Entry, type Held, nothing, replace } from './reducer'

/** `connecting`: nothing has come yet; `stale`: what is shown may be old; `refused`: no right to see it. */
export type Freshness = 'connecting' | 'live' | 'stale' | 'refused'

export interface LiveRows<T> {
  readonly rows: readonly T[]
  readonly state: Freshness
}

export interface RowStore<T> {
  readonly getState: () => LiveRows<T>
  readonly onChange: (listener: () => void) => () => void
  readonly close: () => void
}

interface Snapshot<T> {
  readonly rows: readonly Entry<T>[]
}

const JITTER_MS = 2000

/** Follows one channel of `client`; `close` leaves it. */
export function followRows<T>(client: Centrifuge, channel: string): RowStore<T> {
  let held: Held<T> = nothing()
  let state: LiveRows<T> = { rows: [], state: 'connecting' }
  let subscription: Subscription | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const listeners = new Set<() => void>()

  const show = (freshness: Freshness) => {
    state = { rows: freshness === 'refused' ? [] : [...held.rows.values()], state: freshness }
    listeners.forEach((listener) => listener())
  }
  const lose = () => show(state.state === 'connecting' ? 'connecting' : 'stale')
  const leave = () => {
    const old = subscription
    subscription = null
    if (old === null) return
    old.removeAllListeners()
    old.unsubscribe()
    client.removeSubscription(old)
  }
  /** Reads all anew, not all clients at once. A fresh subscription, because an old one would recover its position. */
  const reread = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      leave()
      join()
    }, Math.random() * JITTER_MS)
  }
  const take = (data: Delta<T> | { readonly op: 'reset' }) => {
    if (data.op === 'reset') {
      reread()
      return
    }
    const next = apply(held, data)
    if (next === held) return
    held = next
    show('live')
  }
  const join = () => {
    subscription = client.newSubscription(channel)
    subscription.on('subscribed', (context) => {
      const snapshot = context.data as Snapshot<T> | undefined
      if (snapshot !== undefined) held = replace(snapshot.rows)
      else if (!(context.wasRecovering && context.recovered)) reread()
      show('live')
    })
    subscription.on('publication', (context) => take(context.data as Delta<T> | { readonly op: 'reset' }))
    subscription.on('subscribing', lose)
    subscription.on('unsubscribed', (context) => {
      // 103 permission denied, 102 unknown channel; 2000 + n: the server has cut us off.
      if (context.code === 103 || context.code === 102 || (context.code >= 2000 && context.code < 2500)) show('refused')
      else {
        lose()
        reread()
      }
    })
    subscription.subscribe()
  }
  join()
  return {
    getState: () => state,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => {
      clearTimeout(timer)
      leave()
    },
  }
}
