import { useSyncExternalStore } from 'react'

import { recall, remember } from './stored'

/** `system` follows what the computer is set to. */
export type Appearance = 'system' | 'light' | 'dark'

const NAME = 'appearance'
const CHOICES: readonly Appearance[] = ['system', 'light', 'dark']
const system = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()
let chosen: Appearance = CHOICES.find((one) => one === recall(NAME)) ?? 'system'

const dark = (): boolean => chosen === 'dark' || (chosen === 'system' && system.matches)

/** Tells the style sheets, and whoever listens. */
function show(): void {
  document.documentElement.dataset.theme = dark() ? 'dark' : 'light'
  listeners.forEach((listener) => listener())
}

const onChange = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Must have run before anything is drawn. */
export function startAppearance(): void {
  system.addEventListener('change', show)
  show()
}

/** Chooses, and remembers it in this browser. */
export function changeAppearance(next: Appearance): void {
  chosen = next
  remember(NAME, next)
  show()
}

/** What was chosen, and whether that is dark at the moment. */
export function useAppearance(): { readonly chosen: Appearance; readonly dark: boolean } {
  const isDark = useSyncExternalStore(onChange, dark)
  const choice = useSyncExternalStore(onChange, () => chosen)
  return { chosen: choice, dark: isDark }
}
