import { Button, Table, type TableColumnsType, Tooltip } from 'antd'
import { type ReactNode, useMemo } from 'react'

import type { Connection } from './backend'
import { bytes, duration } from './format'
import { nameOf, Who } from './Who'
import { useWords, type Words } from './words'

interface Props {
  readonly connections: readonly Connection[]
  readonly loading: boolean
  readonly filtered: boolean
  /** The present, in milliseconds since 1970. */
  readonly now: number
  readonly ordered: ReadonlySet<string>
  readonly onDisconnect: (connection: Connection) => void
}

/** Who is connected. */
export function ConnectionTable({ connections, loading, filtered, now, ordered, onDisconnect }: Props): ReactNode {
  const words = useWords()
  const columns = useMemo(() => columnsOf(words, now, ordered, onDisconnect), [words, now, ordered, onDisconnect])
  return (
    <Table<Connection>
      className="connections"
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={connections}
      loading={loading}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 1060 }}
      locale={{ emptyText: <p className="calm">{filtered ? words.connections.noneFound : words.connections.none}</p> }}
      rowClassName={(one) => (ordered.has(one.id) ? 'is-ending' : '')}
    />
  )
}

function columnsOf(
  words: Words, now: number, ordered: ReadonlySet<string>, onDisconnect: (connection: Connection) => void,
): TableColumnsType<Connection> {
  const named = words.connections
  return [
    { title: named.person, width: 180, render: (_, one) => <Who connection={one} /> },
    {
      title: named.client,
      width: 170,
      render: (_, one) => (
        <>
          {one.sdk === '' ? '—' : one.sdk} <small className="faint">{one.transport}</small>
        </>
      ),
    },
    { title: named.address, dataIndex: 'address', width: 140, className: 'cell-figures' },
    { title: named.node, dataIndex: 'node', width: 130, className: 'cell-figures' },
    {
      title: named.since,
      width: 120,
      className: 'cell-figures',
      render: (_, one) => duration((now - Date.parse(one.opened_at)) / 1000, words.duration),
    },
    { title: named.channels, render: (_, one) => <Channels connection={one} /> },
    { title: named.queued, width: 90, className: 'cell-figures', render: (_, one) => bytes(one.queued) },
    {
      title: named.actions,
      width: 128,
      fixed: 'right',
      render: (_, one) => (
        <Button
          danger
          disabled={ordered.has(one.id)}
          data-testid={`disconnect-${one.id}`}
          aria-label={`${named.disconnect} ${nameOf(one, words)}`}
          onClick={() => onDisconnect(one)}
        >
          {ordered.has(one.id) ? named.disconnecting : named.disconnect}
        </Button>
      ),
    },
  ]
}

const NAMED = 2

function Channels({ connection }: { readonly connection: Connection }): ReactNode {
  const { channels, subscriptions } = connection
  if (subscriptions === 0) return <span className="faint">—</span>
  const more = subscriptions - Math.min(NAMED, channels.length)
  return (
    <Tooltip title={channels.join('\n')} classNames={{ root: 'channel-names' }}>
      <span className="channels" tabIndex={0}>
        {channels.slice(0, NAMED).map((name) => <code key={name}>{name}</code>)}
        {more > 0 && <small>+{more}</small>}
      </span>
    </Tooltip>
  )
}
