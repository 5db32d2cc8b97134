import './screen.css'

import { type ReactNode, useEffect } from 'react'

import { BY_OPERATOR } from '@/shared/live/connection'
import { useConnection, useLiveRows, useReopen } from '@/shared/live/LiveProvider'
import { clockTime, longDate } from '@/shared/time/format'
import { useNow } from '@/shared/time/useNow'

import type { Opened, Opening } from './opening'
import { RoomBoard } from './RoomBoard'
import { useAnnouncements } from './useAnnouncements'

type Place = Opened['screen']

/** The lobby screen (叫号大屏, RIS-117): whom the rooms call, who waits, who was passed. */
export function Screen({ opening }: { readonly opening: Opening & { readonly phase: 'open' } }): ReactNode {
  const { institution } = opening.opened
  const { code } = opening.opened.screen
  // What staff change of the screen while it is open.
  const screen = useLiveRows<Place>(`queue-place:${institution.id}:${code}`).rows[0] ?? opening.opened.screen
  const { offer, sound, unblock } = useAnnouncements(code, opening.post)
  useComeBack()
  return (
    <div className="screen" data-sound={sound} data-rooms={screen.rooms.length === 1 ? 'one' : 'many'}>
      <header className="screen-head">
        <div>
          <h1>{institution.name}</h1>
          <p>{screen.name}</p>
        </div>
        <Clock zone={institution.time_zone} />
      </header>
      <main className="boards">
        {screen.rooms.map((room) => (
          <RoomBoard key={room.id} tenant={institution.id} room={room} offer={offer} />
        ))}
      </main>
      <footer className="screen-foot">
        <p>
          请留意屏幕叫号，过号请到登记台重新签到 <span lang="en">Please watch for your number. If you missed it, see the registration desk.</span>
        </p>
        <span className="states">
          {sound === 'blocked' && (
            <button type="button" className="sound-off" data-testid="sound-off" onClick={unblock}>
              声音未开启，点击开启 <span lang="en">Sound is off: touch to turn it on</span>
            </button>
          )}
          <Link />
        </span>
      </footer>
    </div>
  )
}

const COME_BACK_MS = 5_000

/** Nobody stands at a screen to press "reconnect": it comes back by itself, unless an operator wants it to stay away. */
function useComeBack(): void {
  const { ended } = useConnection()
  const reopen = useReopen()
  useEffect(() => {
    if (ended === null || ended === BY_OPERATOR) return undefined
    const timer = setTimeout(reopen, COME_BACK_MS)
    return () => clearTimeout(timer)
  }, [ended, reopen])
}

function Clock({ zone }: { readonly zone: string }): ReactNode {
  const now = useNow()
  return (
    <time className="clock">
      <b>{clockTime(now, zone)}</b>
      <span>{longDate(now, zone)}</span>
    </time>
  )
}

const WORDS = { live: '已连接', connecting: '连接中', offline: '连接中断，正在重连' } as const

/** Small while all is well; plain to see when what is shown may be old. */
function Link(): ReactNode {
  const { is, ended } = useConnection()
  return (
    <span className="link" role="status" data-testid="connection-badge" data-state={is}>
      <i aria-hidden="true" />
      {ended === BY_OPERATOR ? '已被运维人员断开' : WORDS[is]}
    </span>
  )
}
