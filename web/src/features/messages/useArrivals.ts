import { useEffect, useEffectEvent, useRef, useState } from 'react'

import type { Alarm } from '@/shared/sound/alarm'

import { arrivalsOf, idOf } from './arrivals'
import { claim, shownTo } from './claims'
import type { Message } from './types'

/** Pops up and sounds what is new among the unread messages of an account, and says so; gives what is to be in sight. */
export function useArrivals(unread: readonly Message[], account: string, alarm: Alarm, onShown: (ids: readonly string[]) => void): readonly Message[] {
  const tell = useEffectEvent(onShown)
  const mine = useRef<ReadonlySet<string>>(new Set())
  const [popups, setPopups] = useState<readonly Message[]>([])
  useEffect(() => {
    // Together with what this page knows itself: a browser may refuse to remember.
    const shown = new Set([...shownTo(account), ...mine.current])
    const won = claim(account, arrivalsOf(unread, shown, mine.current).fresh)
    const elsewhere = new Set([...shownTo(account), ...mine.current].filter((key) => !won.includes(key)))
    const found = arrivalsOf(unread, elsewhere, mine.current)
    mine.current = new Set([...mine.current, ...won])
    alarm.announce(found.heard, found.ringing)
    setPopups(found.popups)
    if (won.length > 0) tell([...new Set(won.map(idOf))])
  }, [unread, account, alarm])
  return popups
}
