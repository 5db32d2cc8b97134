import { useEffect, useState } from 'react'

import { recall, remember } from '@/shared/ui/stored'

import type { Fn } from './menu'

type Uses = Readonly<Record<string, number>>

const FADES = 0.98

function read(name: string): Uses {
  try {
    const kept: unknown = JSON.parse(recall(name) ?? '{}')
    return typeof kept === 'object' && kept !== null ? (kept as Uses) : {}
  } catch {
    return {}
  }
}

/** One more visit; what is long ago counts less and less. */
export function counted(uses: Uses, page: string): Uses {
  const faded = Object.entries(uses).map(([name, weight]): [string, number] => [name, weight * FADES])
  return { ...Object.fromEntries(faded), [page]: (uses[page] ?? 0) * FADES + 1 }
}

/** Those that are used, the most used first. */
export function byHabit(functions: readonly Fn[], uses: Uses): readonly Fn[] {
  return functions.filter((fn) => fn.page in uses).sort((a, b) => (uses[b.page] ?? 0) - (uses[a.page] ?? 0))
}

/** How much an account uses which function in this browser; each time that `page` becomes another it counts. */
export function useUses(account: string, page: string | null): Uses {
  const name = `used.${account}`
  const [uses, setUses] = useState<Uses>(() => read(name))
  useEffect(() => {
    if (page === null) return
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the visit is what happens outside; it is counted once
    setUses((before) => {
      const next = counted(before, page)
      remember(name, JSON.stringify(next))
      return next
    })
  }, [name, page])
  return uses
}
