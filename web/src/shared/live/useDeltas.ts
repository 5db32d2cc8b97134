import { useEffect, useEffectEvent } from 'react'

import { useClient } from './LiveProvider'

/** Hears the keys that change in a channel without holding its rows; null: anything may have, while it was away. */
export function useDeltas(channel: string, onKey: (key: string | null) => void): void {
  const client = useClient()
  const heard = useEffectEvent(onKey)
  useEffect(() => {
    let first = true
    const subscription = client.newSubscription(channel)
    subscription.on('publication', ({ data }) => heard((data as { readonly key?: string }).key ?? null))
    subscription.on('subscribed', ({ wasRecovering, recovered }) => {
      if (!first && !(wasRecovering && recovered)) heard(null)
      first = false
    })
    subscription.subscribe()
    return () => {
      subscription.removeAllListeners()
      subscription.unsubscribe()
      client.removeSubscription(subscription)
    }
  }, [client, channel])
}
