import { useSyncExternalStore } from 'react'

import type { StaffPage } from './pages'

const onChange = (listener: () => void) => {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

/** The overview of all functions, and the account's own settings, are for everybody. */
export const HOME = 'home'
export const ME = 'me'

/** What follows the # of the address. */
export function useAddress(): string {
  return useSyncExternalStore(onChange, () => location.hash.slice(1))
}

/** The page that the address names (what follows a slash or a question mark is the page's own), else the first of those that are offered; null when none is. */
export function pageAt(address: string, offered: readonly StaffPage[]): StaffPage | null {
  const wanted = address.split(/[/?]/, 1)[0]
  return offered.find((page) => page.id === wanted) ?? offered[0] ?? null
}
