import { useCallback, useMemo } from 'react'

import type { Values } from './values'

export interface Draft {
  readonly load: () => Partial<Values> | null
  readonly keep: (values: Values) => void
  readonly drop: () => void
}

const PREFIX = 'carewire.draft.'

/** What is typed survives a reload, in this tab only and for this account only; it is gone with the tab. */
export function useDraft(account: string, page: string): Draft {
  const name = `${PREFIX}${page}`
  const load = useCallback((): Partial<Values> | null => {
    try {
      const kept = JSON.parse(sessionStorage.getItem(name) ?? 'null') as { account: string; values: Partial<Values> } | null
      if (kept === null || kept.account === account) return kept?.values ?? null
      sessionStorage.removeItem(name)
    } catch {
      return null
    }
    return null
  }, [name, account])
  const keep = useCallback(
    (values: Values) => {
      try {
        sessionStorage.setItem(name, JSON.stringify({ account, values }))
      } catch {
        // A browser that keeps nothing (private mode) still registers patients.
      }
    },
    [name, account],
  )
  const drop = useCallback(() => {
    try {
      sessionStorage.removeItem(name)
    } catch {
      // As above.
    }
  }, [name])
  return useMemo(() => ({ load, keep, drop }), [load, keep, drop])
}
