import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { moment } from '@/shared/resources/values'

import { brief, type Detail } from './model'
import { named, useWords } from './words'

/** Who changed a rule when and why, and what became different. */
export function History({ history }: { readonly history: Detail['history'] }): ReactNode {
  const words = useWords()
  const zone = useBackend().session.institution.time_zone
  if (history.length === 0) return <p className="calm">{words.show.noHistory}</p>
  return (
    <ol className="rule-history" data-testid="rule-history">
      {history.map((change) => (
        <li key={change.version}>
          <header>
            <b>{change.restored ? words.show.restored : words.show.version(change.version)}</b>
            <span>{change.by}</span>
            <time>{moment(change.at, zone)}</time>
          </header>
          {change.comment !== '' && <p>{change.comment}</p>}
          {change.differences.length === 0 && <p className="calm">{words.show.noDifference}</p>}
          <dl>
            {change.differences.map(({ field, before, after }) => (
              <div key={field}>
                <dt>{labelOf(field, words.editor.fields)}</dt>
                <dd><del>{brief(before, words.show.nothing)}</del> → <ins>{brief(after, words.show.nothing)}</ins></dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ol>
  )
}

/** The part of the rule by its name, and what lies below it by its path. */
function labelOf(field: string, names: Readonly<Record<string, string>>): string {
  const [first = '', ...rest] = field.split('.')
  return rest.length === 0 ? named(names, first) : `${named(names, first)} · ${rest.join('.')}`
}
