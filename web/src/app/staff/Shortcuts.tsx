import type { ReactNode } from 'react'

import { iconOf } from './icons'
import type { Fn } from './menu'
import { useLanguage, useShellWords } from './words'

interface Props {
  /** In the order of habit. */
  readonly functions: readonly Fn[]
  readonly current: Fn | null
}

/** The functions that one uses, one click away; they reorder by use. */
export function Shortcuts({ functions, current }: Props): ReactNode {
  const words = useShellWords()
  const language = useLanguage()
  if (functions.length === 0) return null
  return (
    <nav className="shortcuts" aria-label={words.shortcuts} data-testid="shortcuts">
      {functions.map((fn) => (
        <a key={fn.id} href={`#${fn.page}`} data-testid={`shortcut-${fn.page}`} aria-current={fn.id === current?.id ? 'page' : undefined}>
          {iconOf(fn.page)} {fn.name[language]}
        </a>
      ))}
    </nav>
  )
}
