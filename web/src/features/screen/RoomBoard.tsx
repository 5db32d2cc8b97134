import { type ReactNode, useEffect } from 'react'

import { useLiveRows } from '@/shared/live/LiveProvider'

import type { Announcer } from './announcer'
import { callsOf } from './calls'
import { boardOf, type ScreenRow } from './rows'

interface Props {
  readonly tenant: string
  readonly room: { readonly id: string; readonly name: string }
  /** Where the room's calls go to be spoken. */
  readonly offer: Announcer['offer']
}

/** One room's part of the screen. */
export function RoomBoard({ tenant, room, offer }: Props): ReactNode {
  const { rows } = useLiveRows<ScreenRow>(`queue-screen:${tenant}:${room.id}`)
  useEffect(() => offer(room.id, callsOf(rows, room.id)), [offer, room.id, rows])
  // A room that is taken from the screen is not spoken any more.
  useEffect(() => () => offer(room.id, []), [offer, room.id])
  const { now, waiting, passed } = boardOf(rows)
  return (
    <section className="board" aria-label={room.name} data-room={room.id}>
      <NowCalling row={now} room={room.name} />
      <div className="lists">
        <Names id="waiting-list" title="等待" subtitle="Waiting" rows={waiting} />
        <Names id="passed-list" title="过号" subtitle="Missed" rows={passed} />
      </div>
    </section>
  )
}

function NowCalling({ row, room }: { readonly row: ScreenRow | null; readonly room: string }): ReactNode {
  if (row === null) {
    return (
      <div className="now" data-testid="now-calling" data-number="" data-state="idle" aria-live="assertive">
        <p className="now-room">{room}</p>
        <p className="now-idle">请稍候</p>
        <p className="now-go" lang="en">Please wait</p>
      </div>
    )
  }
  return (
    <div className="now" data-testid="now-calling" data-number={row.number} data-state={row.state} aria-live="assertive">
      <p className="now-room">{room}</p>
      {/* A new key for every call starts the animation anew, also when the same patient is called again. */}
      <div className="now-who" key={`${row.ticket_id} ${row.calls ?? row.called_at}`}>
        <b className="now-number">{row.number}</b>
        {row.name !== '' && <b className="now-name">{row.name}</b>}
      </div>
      <p className="now-go">
        请到 <b>{room}</b> {row.patient_class === 'emergency' && <em>急诊</em>}
      </p>
    </div>
  )
}

interface NamesProps {
  readonly id: string
  readonly title: string
  readonly subtitle: string
  readonly rows: readonly ScreenRow[]
}

/** The list cuts off what has no room; the number beside the title says how many there are in all. */
function Names({ id, title, subtitle, rows }: NamesProps): ReactNode {
  return (
    <section className={`names ${id}`}>
      <h2>
        {title} <small lang="en">{subtitle}</small> <span>{rows.length}</span>
      </h2>
      <ol data-testid={id}>
        {rows.map((row) => (
          <li key={row.ticket_id} data-number={row.number}>
            <b>{row.number}</b>
            <span>{row.name}</span>
            {row.patient_class === 'emergency' && <em>急诊</em>}
            {row.patient_class === 'vip' && <em className="vip">VIP</em>}
          </li>
        ))}
      </ol>
      {rows.length === 0 && <p className="names-none">暂无</p>}
    </section>
  )
}
