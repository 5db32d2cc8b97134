import { useEffect, useEffectEvent } from 'react'

export interface Keys {
  /** Moves the selection by this many rows; infinities lead to the ends. */
  readonly move: (by: number) => void
  readonly callFirst: () => void
  readonly help: () => void
  readonly details: () => void
  /** A letter, or Enter, for the selected row. False when it means nothing there. */
  readonly act: (key: string) => boolean
}

const MOVES: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }
const OWN_KEYS = 'input, textarea, select, [role="combobox"], [role="dialog"], [role="tooltip"], .ant-select-dropdown'

/** True where keys belong to the thing that has the focus, not to the page. */
function isElsewhere(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null
  if (target === null) return false
  if (target.closest(OWN_KEYS) !== null) return true
  return event.key === 'Enter' && target.closest('button, a') !== null
}

/** The keys of the whole page. */
export function useKeys(keys: Keys, enabled: boolean): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (event.repeat && MOVES[event.key] === undefined) return
    if (event.key === 'F2') keys.callFirst()
    else if (isElsewhere(event)) return
    else if (MOVES[event.key] !== undefined) keys.move(MOVES[event.key] ?? 0)
    else if (event.key === '?') keys.help()
    else if (event.key.toLowerCase() === 'd') keys.details()
    else if (!keys.act(event.key.length === 1 ? event.key.toLowerCase() : event.key)) return
    event.preventDefault()
  })
  useEffect(() => {
    if (!enabled) return undefined
    const listen = (event: KeyboardEvent) => onKey(event)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [enabled])
}
