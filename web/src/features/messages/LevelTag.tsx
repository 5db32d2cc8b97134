import type { ReactNode } from 'react'

import { levelOf, type Message } from './types'
import { useWords } from './words'

/** The level of a message in the colours of IEC 60601-1-8. */
export function LevelTag({ message }: { readonly message: Pick<Message, 'level'> }): ReactNode {
  const words = useWords()
  const level = levelOf(message)
  return <span className="level" data-level={level}>{words.level[level]}</span>
}
