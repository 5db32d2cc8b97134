import { Table, type TableColumnsType, Tooltip } from 'antd'
import { type ReactNode, useMemo } from 'react'

import type { Node } from './backend'
import { colorOf } from './colors'
import { brief, bytes, duration } from './format'
import { judge } from './judge'
import { useWords, type Words } from './words'

interface Props {
  readonly nodes: readonly Node[]
  /** All nodes of the charts, in their steady order. */
  readonly known: readonly string[]
}

/** Every node with its state in words. */
export function NodeTable({ nodes, known }: Props): ReactNode {
  const words = useWords()
  const columns = useMemo(() => columnsOf(words, known), [words, known])
  return (
    <section className="panel" aria-labelledby="delivery-nodes" data-testid="nodes">
      <h2 id="delivery-nodes">{words.nodes.title}</h2>
      <Table<Node>
        rowKey="id"
        size="middle"
        columns={columns}
        dataSource={nodes}
        pagination={false}
        scroll={{ x: 1120 }}
        locale={{ emptyText: words.nodes.none }}
      />
    </section>
  )
}

function columnsOf(words: Words, known: readonly string[]): TableColumnsType<Node> {
  const figures = { className: 'cell-figures', width: 128 } as const
  return [
    {
      title: words.nodes.name,
      width: 190,
      render: (_, node) => (
        <span className="node-name">
          <i style={{ background: colorOf(known, node.id) }} aria-hidden="true" />
          <b>{node.name}</b>
          <small>{words.nodes.up(duration(node.uptime, words.duration))}</small>
        </span>
      ),
    },
    { title: words.nodes.state, width: 190, render: (_, node) => <State node={node} words={words} /> },
    { title: words.nodes.connections, ...figures, render: (_, node) => `${brief(node.connections)} / ${brief(node.users)}` },
    { title: words.nodes.channels, ...figures, render: (_, node) => `${brief(node.channels)} / ${brief(node.subscriptions)}` },
    {
      title: words.nodes.rate,
      ...figures,
      width: 160,
      render: (_, node) => `${brief(node.delivered_per_second)} / ${brief(node.heard_per_second)}`,
    },
    { title: words.nodes.cpu, ...figures, width: 76, render: (_, node) => `${brief(node.cpu)}%` },
    { title: words.nodes.memory, ...figures, width: 96, render: (_, node) => bytes(node.memory) },
    { title: words.nodes.queued, ...figures, width: 96, render: (_, node) => bytes(node.queued) },
    { title: words.nodes.repairs, ...figures, render: (_, node) => `${brief(node.repaired)} / ${brief(node.insufficient)}` },
    { title: words.nodes.closes, render: (_, node) => <Closes counts={node.closes} words={words} /> },
  ]
}

function State({ node, words }: { readonly node: Node; readonly words: Words }): ReactNode {
  const verdicts = judge(node)
  return (
    <span className="verdicts">
      {verdicts.map((verdict) => (
        <span key={verdict} className="verdict" data-verdict={verdict}>{words.state[verdict]}</span>
      ))}
      {!node.healthy && <small>{node.detail}</small>}
    </span>
  )
}

function Closes({ counts, words }: { readonly counts: Node['closes']; readonly words: Words }): ReactNode {
  const codes = Object.entries(counts)
  if (codes.length === 0) return <span className="faint">—</span>
  return (
    <ul className="closes">
      {codes.map(([code, count]) => (
        <Tooltip key={code} title={code}>
          <li>
            {words.close[code] ?? code} <b>{brief(count)}</b>
          </li>
        </Tooltip>
      ))}
    </ul>
  )
}
