import { useEffect, useSyncExternalStore } from 'react'

import { alertAt } from './model'

const listen = (listener: () => void) => {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

export interface ShownAlert {
  readonly id: string | null
  readonly show: (id: string) => void
  readonly close: () => void
}

/** The alert whose story is open. It stands in the address, so that messages can lead to it. */
export function useShownAlert(): ShownAlert {
  const address = useSyncExternalStore(listen, () => location.hash.slice(1))
  const id = alertAt(address)
  useEffect(() => {
    // One address for one alert, so that the navigation knows where it stands.
    if (id !== null && address !== `alerts/${id}`) location.replace(`#alerts/${id}`)
  }, [id, address])
  return {
    id,
    show: (id) => {
      location.hash = `alerts/${id}`
    },
    close: () => {
      location.hash = 'alerts'
    },
  }
}
