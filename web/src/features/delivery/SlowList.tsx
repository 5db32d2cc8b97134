import type { ReactNode } from 'react'

import type { Connection } from './backend'
import { bytes } from './format'
import { Who } from './Who'
import { useWords } from './words'

const SHOWN = 8

/** Connections whose readers are behind, the furthest first. */
export function SlowList({ connections }: { readonly connections: readonly Connection[] }): ReactNode {
  const words = useWords()
  const slow = connections.filter((one) => one.queued > 0).sort((one, other) => other.queued - one.queued)
  return (
    <section className="panel" aria-labelledby="delivery-slow" data-testid="slow">
      <h2 id="delivery-slow">{words.slow.title}</h2>
      {slow.length === 0 && <p className="calm">{words.slow.none}</p>}
      <ul className="entries">
        {slow.slice(0, SHOWN).map((one) => (
          <li key={one.id}>
            <Who connection={one} />
            <span className="faint">{one.node}</span>
            <b className="entry-end">{bytes(one.queued)}</b>
          </li>
        ))}
      </ul>
    </section>
  )
}
