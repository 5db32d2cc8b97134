import { useSyncExternalStore } from 'react'

import type { StaffPage } from './pages'

const onChange = (listener: () => void) => {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

/** The page that the address names (what follows a slash is the page's own), else the first of those that are offered; null when none is. */
export function usePage(offered: readonly StaffPage[]): StaffPage | null {
  const wanted = useSyncExternalStore(onChange, () => location.hash.slice(1).split('/', 1)[0])
  return offered.find((page) => page.id === wanted) ?? offered[0] ?? null
}
