import type { ReactNode } from 'react'

import { clockTime } from '@/shared/time/format'

import { type Trouble, useBackend } from './backend'
import { useWords, type Words } from './words'

const SHOWN = 30

/** The last warnings and errors of all nodes. */
export function TroubleList({ troubles }: { readonly troubles: readonly Trouble[] }): ReactNode {
  const words = useWords()
  const zone = useBackend().session.institution.time_zone
  return (
    <section className="panel" aria-labelledby="delivery-troubles" data-testid="troubles">
      <h2 id="delivery-troubles">{words.troubles.title}</h2>
      {troubles.length === 0 && <p className="calm">{words.troubles.none}</p>}
      <ol className="entries" tabIndex={troubles.length === 0 ? undefined : 0} aria-labelledby="delivery-troubles">
        {troubles.slice(0, SHOWN).map((one, place) => (
          <li key={`${one.at}:${one.node}:${place}`}>
            <time dateTime={one.at}>{clockTime(one.at, zone, true)}</time>
            <span className="level" data-level={one.level}>{levelName(one.level, words)}</span>
            <span className="trouble">{one.message}</span>
            <span className="faint entry-end">{one.node}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function levelName(level: string, words: Words): string {
  switch (level) {
    case 'warning':
    case 'error':
    case 'critical':
      return words.troubles.level[level]
    default:
      return level
  }
}
