import type { ReactNode } from 'react'

import type { Row } from './model'
import { named, useWords } from './words'

/** As on medical devices (IEC 60601-1-8): red, yellow, cyan, and a mark that needs no colour. */
const SIGNS: Readonly<Record<string, string>> = { high: '!!!', medium: '!!', low: '!', info: 'i' }

export function LevelMark({ level }: { readonly level: string }): ReactNode {
  const words = useWords()
  return (
    <span className="alert-level" data-level={level}>
      <b aria-hidden="true">{SIGNS[level] ?? ''}</b>
      {named(words.levels, level)}
    </span>
  )
}

type Marked = Pick<Row, 'stage' | 'state' | 'escalated' | 'withheld'>

/** 待处理, 升级, 处理中, 已处理, and what else is to be known of where it stands. */
export function StageMark({ row }: { readonly row: Marked }): ReactNode {
  const words = useWords()
  return (
    <span className="alert-stage">
      <span className="alert-stage-name" data-stage={row.stage}>{named(words.stages, row.stage)}</span>
      {row.escalated > 0 && row.stage !== 'done' && <span className="alert-escalated" title={words.escalation(String(row.escalated), '')}>▲{row.escalated}</span>}
      {row.state === 'returned' && <small>{words.returned}</small>}
      {row.state === 'latched' && <small>{words.gone}</small>}
      {row.withheld !== '' && row.stage !== 'done' && <small>{`${words.withheld}：${named(words.reasons, row.withheld)}`}</small>}
    </span>
  )
}
