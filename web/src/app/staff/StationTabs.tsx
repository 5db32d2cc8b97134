import type { ReactNode } from 'react'

import { functionsOf, type Station } from './menu'
import { useLanguage, useShellWords } from './words'

interface Props {
  readonly stations: readonly Station[]
  readonly current: Station | undefined
}

/** The first level of the workstation mode; each leads to its first function. */
export function StationTabs({ stations, current }: Props): ReactNode {
  const words = useShellWords()
  const language = useLanguage()
  return (
    <nav className="shortcuts" aria-label={words.stations} data-testid="stations">
      {stations.map((station) => (
        <a
          key={station.id}
          href={`#${functionsOf([station])[0]?.page ?? ''}`}
          data-testid={`station-${station.id}`}
          aria-current={station.id === current?.id ? 'true' : undefined}
        >
          {station.name[language]}
        </a>
      ))}
    </nav>
  )
}
