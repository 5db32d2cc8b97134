import { gravest, type Loudness, PATTERNS } from './pattern'

/** `off`: the browser wants a first click; `paused`: silent until `until` (milliseconds since 1970). */
export interface Voice {
  readonly is: 'off' | 'on' | 'paused'
  readonly until: number | null
}

/** What plays and what measures time; handed in, so that it can be tried without a browser. */
export interface Means {
  readonly play: (loudness: Loudness) => void
  readonly now: () => number
  readonly after: (ms: number, work: () => void) => () => void
}

export interface Alarm {
  readonly getState: () => Voice
  readonly onChange: (listener: () => void) => () => void
  /** The browser plays now. */
  readonly unlock: () => void
  /** Something new: heard at once, and again and again while it is among what is `ringing`. */
  readonly announce: (fresh: readonly Loudness[], ringing: readonly Loudness[]) => void
  /** Audio paused: nothing is heard for a while. */
  readonly pause: () => void
  readonly resume: () => void
  readonly close: () => void
}

export const PAUSE_MS = 120_000
const SECOND_MS = 1000

/** Sounds the gravest of what nobody has seen yet until it is seen. */
export function createAlarm({ play, now, after }: Means): Alarm {
  let state: Voice = { is: 'off', until: null }
  let ringing: Loudness | null = null
  let stop: () => void = () => undefined
  let wake: () => void = () => undefined
  const listeners = new Set<() => void>()
  const become = (next: Voice) => {
    state = next
    listeners.forEach((listener) => listener())
  }
  const repeat = () => {
    stop()
    const every = ringing === null ? null : PATTERNS[ringing].every
    stop = every === null ? () => undefined : after(every * SECOND_MS, () => {
      sound(ringing)
      repeat()
    })
  }
  const sound = (loudness: Loudness | null) => {
    if (loudness !== null && state.is === 'on') play(loudness)
  }
  const resume = () => {
    wake()
    if (state.is !== 'paused') return
    become({ is: 'on', until: null })
    sound(ringing)
    repeat()
  }
  return {
    getState: () => state,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    unlock: () => {
      if (state.is !== 'off') return
      become({ is: 'on', until: null })
      sound(ringing)
      repeat()
    },
    announce: (fresh, all) => {
      const before = ringing
      ringing = gravest(all)
      sound(gravest(fresh))
      if (fresh.length > 0 || ringing !== before) repeat()
    },
    pause: () => {
      if (state.is === 'off') return
      wake()
      become({ is: 'paused', until: now() + PAUSE_MS })
      wake = after(PAUSE_MS, resume)
    },
    resume,
    close: () => {
      stop()
      wake()
      listeners.clear()
    },
  }
}
