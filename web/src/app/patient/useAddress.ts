import { useSyncExternalStore } from 'react'

const onChange = (listener: () => void) => {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

/** What follows the # of the address: the page, and after a slash what it shows. */
export function useAddress(): readonly [page: string, shown: string] {
  const address = useSyncExternalStore(onChange, () => location.hash.slice(1))
  const [page = '', shown = ''] = address.split('/', 2)
  return [page, decodeURIComponent(shown)]
}
