import './queue.css'

import { Button, Result, Segmented } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { explain } from '@/shared/i18n/explain'
import { recall, remember } from '@/shared/ui/stored'

import { type ActionName, actionsFor } from './actions'
import { useDesk } from './backend'
import { ChangeRoomDialog } from './ChangeRoomDialog'
import { ExaminedList } from './ExaminedList'
import { useExaminedWords } from './examinedWords'
import { QueueTable } from './QueueTable'
import type { LineRow } from './row'
import { StaleBanner } from './StaleBanner'
import { TicketDrawer } from './TicketDrawer'
import { Toolbar } from './Toolbar'
import { useKeys } from './useKeys'
import { useLine } from './useLine'
import { type RoomChoice, useRooms } from './useRooms'
import { useSelection } from './useSelection'
import { useTicketActions } from './useTicketActions'

/** The calling page (叫号页面, RIS-100…113). */
export default function QueuePage(): ReactNode {
  const { t } = useTranslation()
  const rooms = useRooms()
  if (rooms.error !== null && rooms.all.length === 0) {
    const retry = <Button type="primary" onClick={rooms.retry}>{t('app.retry')}</Button>
    return <Result status="warning" title={t('queue.roomsFailed')} subTitle={explain(rooms.error)} extra={retry} />
  }
  if (!rooms.loading && rooms.all.length === 0) return <Result status="info" title={t('queue.noRoom')} />
  return <Tabbed rooms={rooms} />
}

/** Those to be examined, or those who have been (RIS-114). */
function Tabbed({ rooms }: { readonly rooms: RoomChoice }): ReactNode {
  const words = useExaminedWords()
  const [tab, setTab] = useState(() => (recall('queue.tab') === 'examined' ? 'examined' : 'line'))
  const choose = (next: string) => {
    remember('queue.tab', next)
    setTab(next)
  }
  const tabs = (
    <Segmented
      size="large"
      data-testid="queue-tabs"
      aria-label={words.view}
      value={tab}
      onChange={choose}
      options={[{ value: 'line', label: words.line }, { value: 'examined', label: words.examined }]}
    />
  )
  return tab === 'examined' ? <ExaminedList rooms={rooms} tabs={tabs} /> : <RoomLine rooms={rooms} tabs={tabs} />
}

function RoomLine({ rooms, tabs }: { readonly rooms: RoomChoice; readonly tabs: ReactNode }): ReactNode {
  const { session } = useDesk()
  const roomId = rooms.room?.id ?? null
  const line = useLine(roomId)
  const [type, setType] = useState<string | null>(null)
  const shown = type === null ? line.rows : line.rows.filter((row) => row.exam_type === type)
  const selection = useSelection(shown)
  const actions = useTicketActions()
  const [opened, setOpened] = useState<string | null>(null)
  const [confirming, setConfirming] = useState<string | null>(null)
  const [moving, setMoving] = useState<LineRow | null>(null)
  const [help, setHelp] = useState(false)

  const act = (name: ActionName, row: LineRow) => {
    selection.select(row.ticket_id)
    if (name === 'finish') setConfirming(row.ticket_id)
    else if (name === 'change-room') setMoving(row)
    else void actions.run(name, row)
  }
  const confirm = (row: LineRow, finished: boolean) => {
    setConfirming(null)
    if (finished) void actions.run('finish', row)
  }
  const mayCall = session.account.permissions.includes('queue.call')
  const callFirst = () => {
    if (roomId !== null && mayCall) void actions.callFirst(roomId)
  }
  const byKey = (key: string): boolean => {
    const row = selection.row
    if (row === null) return false
    const found = actionsFor(row.state, session.account.permissions).find((action) => action.key === key)
    if (found === undefined) return false
    act(found.name, row)
    return true
  }
  const details = () => setOpened(selection.row?.ticket_id ?? null)
  const keys = { move: selection.move, callFirst, help: () => setHelp(!help), details, act: byKey }
  useKeys(keys, opened === null && moving === null && confirming === null)

  const openedRow = line.rows.find((row) => row.ticket_id === opened)
  const chosen = { ...rooms, chooseRoom: (id: string) => { setType(null); rooms.chooseRoom(id) } }
  return (
    <>
      <StaleBanner freshness={line.freshness} frozenAt={line.frozenAt} zone={session.institution.time_zone} />
      <main className="queue" data-freshness={line.freshness}>
        <Toolbar
          tabs={tabs}
          rooms={chosen}
          rows={line.rows}
          examType={type}
          auto={line.frozenAt === null}
          calling={actions.busy.has(`${roomId ?? ''}:first`)}
          helpOpen={help}
          onExamType={setType}
          onAuto={line.setAuto}
          onCallFirst={callFirst}
          onHelp={setHelp}
        />
        <QueueTable
          rows={shown}
          loading={rooms.loading || line.freshness === 'connecting'}
          selected={selection.row?.ticket_id ?? null}
          confirming={confirming}
          busy={actions.busy}
          onSelect={selection.select}
          onOpen={setOpened}
          onAct={act}
          onConfirm={confirm}
        />
      </main>
      <TicketDrawer
        ticketId={opened}
        version={openedRow === undefined ? 'gone' : `${openedRow.state}:${openedRow.calls}:${openedRow.room_id}`}
        onClose={() => setOpened(null)}
      />
      {moving !== null && (
        <ChangeRoomDialog
          row={moving}
          rooms={rooms.all}
          busy={actions.busy.has(`${moving.ticket_id}:change-room`)}
          onClose={() => setMoving(null)}
          onChoose={(room) => void actions.run('change-room', moving, room).then((done) => done && setMoving(null))}
        />
      )}
    </>
  )
}
