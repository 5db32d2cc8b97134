import { Card } from 'antd'
import type { ReactNode } from 'react'

import { iconOf } from './icons'
import { type Fn, groupsOf, type Station } from './menu'
import { useLanguage, useShellWords } from './words'

interface Props {
  readonly stations: readonly Station[]
  readonly frequent: readonly Fn[]
}

/** All functions on one screen: the frequent ones as cards on top, the rest grouped as the work goes. */
export function Home({ stations, frequent }: Props): ReactNode {
  const words = useShellWords()
  const language = useLanguage()
  return (
    <div className="home">
      {frequent.length > 0 && (
        <section aria-label={words.oftenTitle} data-testid="frequent">
          <h2>{words.oftenTitle}</h2>
          <div className="home-cards">
            {frequent.map((fn) => (
              <a key={fn.id} href={`#${fn.page}`} data-testid={`card-${fn.page}`}>
                <Card hoverable size="small">
                  <span className="home-icon">{iconOf(fn.page)}</span>
                  <b>{fn.name[language]}</b>
                  <small>{fn.group[language]}</small>
                </Card>
              </a>
            ))}
          </div>
        </section>
      )}
      <section aria-label={words.all}>
        <h2>{words.all}</h2>
        <div className="home-groups">
          {groupsOf(stations).map((group) => (
            <Card key={group.id} size="small" title={group.name[language]}>
              <ul>
                {group.functions.map((fn) => (
                  <li key={fn.id}><a href={`#${fn.page}`} data-testid={`home-${fn.page}`}>{iconOf(fn.page)} {fn.name[language]}</a></li>
                ))}
              </ul>
            </Card>
          ))}
        </div>
      </section>
    </div>
  )
}
