import { Tooltip } from 'antd'
import type { ReactNode } from 'react'

import type { Node } from './backend'
import { brief } from './format'
import { useWords } from './words'

/** The smaller figures, in one row. */
export function Totals({ nodes }: { readonly nodes: readonly Node[] }): ReactNode {
  const words = useWords().total
  const sum = (figure: (node: Node) => number) => brief(nodes.reduce((total, node) => total + figure(node), 0))
  const healthy = nodes.filter((node) => node.healthy).length
  const figures: readonly (readonly [string, string, string])[] = [
    [words.users, sum((node) => node.users), words.usersHint],
    [words.channels, sum((node) => node.channels), words.channelsHint],
    [words.heard, sum((node) => node.heard_per_second), words.heardHint],
    [words.slowCloses, sum((node) => node.slow_closes), words.slowClosesHint],
    [words.repaired, sum((node) => node.repaired), words.repairedHint],
    [words.insufficient, sum((node) => node.insufficient), words.insufficientHint],
  ]
  return (
    <dl className="totals">
      <div data-alarm={healthy < nodes.length || undefined} data-testid="healthy-nodes">
        <dt>{words.healthy}</dt>
        <dd>{healthy} / {nodes.length}</dd>
      </div>
      {figures.map(([name, value, hint]) => (
        <Tooltip key={name} title={hint}>
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        </Tooltip>
      ))}
    </dl>
  )
}
