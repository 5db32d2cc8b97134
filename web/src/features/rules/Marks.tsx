import type { ReactNode } from 'react'

import type { RuleRow, State } from './model'
import { named, useWords } from './words'

/** As on medical devices (IEC 60601-1-8): red, yellow, cyan, and a mark that needs no colour. */
const SIGNS: Readonly<Record<string, string>> = { high: '!!!', medium: '!!', low: '!', info: 'i' }

export function LevelMark({ level }: { readonly level: string }): ReactNode {
  const words = useWords()
  return (
    <span className="rule-level" data-level={level}>
      <b aria-hidden="true">{SIGNS[level] ?? ''}</b>
      {named(words.levels, level)}
    </span>
  )
}

/** Whether a rule is at work, and why not. */
export function StateMark({ row, state }: { readonly row: RuleRow; readonly state: State }): ReactNode {
  const words = useWords()
  return (
    <span className="rule-state" data-state={state}>
      {words.states[state]}
      {state === 'off' && row.disabled !== '' && <small>{row.disabled}</small>}
    </span>
  )
}
