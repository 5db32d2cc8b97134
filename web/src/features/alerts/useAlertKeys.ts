import { useEffect, useEffectEvent } from 'react'

import type { Deed, Row } from './model'

export interface AlertKeys {
  readonly move: (by: number) => void
  readonly deed: (deed: Deed) => void
  readonly story: () => void
  readonly tick: () => void
}

const MOVES: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }
const OWN_KEYS = 'input, textarea, select, [role="combobox"], [role="dialog"], [role="menu"], [role="tablist"], [role="radiogroup"], .ant-select-dropdown'

/** True where keys belong to the thing that has the focus, not to the page. */
function isElsewhere(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null
  if (target === null) return false
  return target.closest(OWN_KEYS) !== null || (['Enter', ' '].includes(event.key) && target.closest('button, a') !== null)
}

/** Arrows move, a takes over, d is dealt with, space ticks, Enter opens the story. */
export function useAlertKeys(keys: AlertKeys, enabled: boolean): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isElsewhere(event)) return
    const by = MOVES[event.key]
    if (event.repeat && by === undefined) return
    if (by !== undefined) keys.move(by)
    else if (event.key === 'a') keys.deed('take')
    else if (event.key === 'd') keys.deed('close')
    else if (event.key === ' ') keys.tick()
    else if (event.key === 'Enter') keys.story()
    else return
    event.preventDefault()
  })
  useEffect(() => {
    if (!enabled) return undefined
    const listen = (event: KeyboardEvent) => onKey(event)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [enabled])
}

/** The row that is `by` rows further; its element gets the focus. */
export function moved(rows: readonly Row[], at: string | null, by: number): string | null {
  const place = rows.findIndex((row) => row.id === at)
  const from = place === -1 && by > 0 ? -1 : Math.max(place, 0)
  return rows[Math.min(rows.length - 1, Math.max(0, from + by))]?.id ?? null
}

export function bring(id: string): void {
  const element = document.querySelector<HTMLElement>(`tr[data-row-key="${CSS.escape(id)}"]`)
  element?.focus({ preventScroll: true })
  element?.scrollIntoView({ block: 'nearest' })
}
