import { useEffect, useState, useSyncExternalStore } from 'react'

import type { Post } from '@/shared/api/post'
import { statusOf } from '@/shared/api/problem'
import { useConnection } from '@/shared/live/LiveProvider'

import { type Announcer, createAnnouncer, type Spoken } from './announcer'
import { type Call, memoryOf } from './calls'
import { createPlayer, type Player, type SoundState } from './player'

export interface Announcements {
  readonly offer: Announcer['offer']
  readonly sound: SoundState
  readonly unblock: () => void
}

const decoded = (base64: string): ArrayBuffer => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0)).buffer

async function hear(post: Post, call: Call): Promise<Spoken | 'over' | 'away'> {
  try {
    const { sound, times } = await post('/api/queue/hear-call', { ticket_id: call.ticketId, call: call.call })
    return { sound: sound === null ? null : decoded(sound.data), times }
  } catch (error) {
    // 401: the screen is being let in anew, with the same calls on its lists.
    const status = statusOf(error)
    return status === 404 || status === 403 || status === 409 || status === 422 ? 'over' : 'away'
  }
}

function announcerFor(code: string, post: Post, player: Player): Announcer {
  return createAnnouncer({
    hear: (call) => hear(post, call),
    play: ({ sound, times }) => player.play(sound, times),
    report: async (call, heard) => {
      const told = post('/api/queue/report-announcement', { ticket_id: call.ticketId, call: call.call, heard }, 'command')
      // Whatever was not told, a timer of the server ends the announcement.
      await told.catch(() => undefined)
    },
    memory: memoryOf(code),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    now: () => performance.now(),
  })
}

const silent = () => () => undefined
const nothing = () => undefined

/** The voice of the screen with this code: speaks what is offered, and tells the server whether it can be heard. */
export function useAnnouncements(code: string, post: Post): Announcements {
  const [made, setMade] = useState<{ readonly player: Player; readonly announcer: Announcer } | null>(null)
  useEffect(() => {
    const player = createPlayer()
    const announcer = announcerFor(code, post, player)
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the loudspeaker is an outside thing that opens on mount
    setMade({ player, announcer })
    document.addEventListener('pointerdown', player.unblock)
    document.addEventListener('keydown', player.unblock)
    return () => {
      document.removeEventListener('pointerdown', player.unblock)
      document.removeEventListener('keydown', player.unblock)
      announcer.close()
      player.close()
    }
  }, [code, post])
  const sound = useSyncExternalStore(made?.player.onChange ?? silent, made?.player.getState ?? (() => 'on' as const))
  const { is } = useConnection()
  useEffect(() => {
    // Told anew after every break: the server may have given this screen up meanwhile.
    if (made === null || is !== 'live') return
    void post('/api/queue/report-screen', { sound }, 'command').catch(() => undefined)
  }, [made, is, sound, post])
  return { offer: made?.announcer.offer ?? nothing, sound, unblock: made?.player.unblock ?? nothing }
}
