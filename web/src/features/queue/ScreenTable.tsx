import { Button, Popconfirm, Table, type TableColumnsType } from 'antd'
import { type ReactNode, useMemo } from 'react'

import { clockTime } from '@/shared/time/format'

import { type ScreenWords, useScreenWords } from './screenWords'
import type { PairedScreen } from './useScreens'

interface Props {
  readonly screens: readonly PairedScreen[]
  readonly zone: string
  readonly onEdit: (screen: PairedScreen) => void
  readonly onRevoke: (screen: PairedScreen) => void
}

type State = keyof ScreenWords['state']

function stateOf(screen: PairedScreen): State {
  if (screen.revoked) return 'revoked'
  if (!screen.known) return 'unknown'
  return screen.online_since === null ? 'offline' : 'online'
}

/** Every screen, whether it lives, and what it spoke last. */
export function ScreenTable({ screens, zone, onEdit, onRevoke }: Props): ReactNode {
  const words = useScreenWords()
  const columns = useMemo((): TableColumnsType<PairedScreen> => {
    const titles = words.columns
    return [
      { title: titles.name, render: (_, one) => <b>{one.name}</b> },
      { title: titles.rooms, render: (_, one) => one.rooms.map((room) => room.name).join('、') },
      {
        title: titles.state,
        render: (_, one) => (
          <span className="screen-state" data-state={stateOf(one)}>
            <i aria-hidden="true" />
            {words.state[stateOf(one)]} {one.online_since !== null && <small>{words.since(clockTime(one.online_since, zone))}</small>}
          </span>
        ),
      },
      { title: titles.sound, render: (_, one) => words.sound[stateOf(one) === 'online' ? (one.sound as 'on' | 'blocked' | '') : ''] },
      {
        title: titles.last,
        render: (_, one) => (one.spoken_at === null ? '—' : `${one.last_number} ${clockTime(one.spoken_at, zone, true)}`),
      },
      {
        title: titles.actions,
        width: 168,
        render: (_, one) => (
          <span className="row-actions">
            <Button data-testid="screen-edit" onClick={() => onEdit(one)}>{words.edit}</Button>
            {!one.revoked && (
              <Popconfirm title={words.revokeAsk} okButtonProps={{ danger: true, id: 'revoke-ok' }} onConfirm={() => onRevoke(one)}>
                <Button danger data-testid="screen-revoke">{words.revoke}</Button>
              </Popconfirm>
            )}
          </span>
        ),
      },
    ]
  }, [words, zone, onEdit, onRevoke])
  return (
    <Table<PairedScreen>
      rowKey="code"
      data-testid="screens"
      columns={columns}
      dataSource={screens}
      pagination={false}
      locale={{ emptyText: words.none }}
    />
  )
}
