import type { Loudness } from '@/shared/sound/pattern'

import { levelOf, type Message } from './types'

/** What of the unread messages is to be seen and heard now. */
export interface Arrivals {
  /** To pop up, the gravest and newest first. */
  readonly popups: readonly Message[]
  /** What this browser shows for the first time: keys to be remembered. */
  readonly fresh: readonly string[]
  /** Levels to be heard at once, and those that go on ringing. */
  readonly heard: readonly Loudness[]
  readonly ringing: readonly Loudness[]
}

const RANK = { info: 0, low: 1, medium: 2, high: 3 } as const

/** One push of a message; a second push is a new occasion. */
export function keyOf(message: Message): string {
  return `${message.message_id}:${message.pushes}`
}

/** The message of such a key. */
export function idOf(key: string): string {
  return key.slice(0, key.lastIndexOf(':'))
}

/**
 * What to do about the unread messages. `shown` is what this browser has shown before, `mine` what this page has
 * sounded itself: after a reload, or in a second window, what was shown before stays in sight but makes no sound.
 */
export function arrivalsOf(unread: readonly Message[], shown: ReadonlySet<string>, mine: ReadonlySet<string>): Arrivals {
  const loud = unread.flatMap((message) => {
    const level = levelOf(message)
    // Somebody has it: nobody else has to jump up.
    return level === 'info' || message.settled_by !== null ? [] : [{ message, level, key: keyOf(message) }]
  })
  const isNew = (key: string) => !shown.has(key)
  const visible = loud.filter(({ level, key }) => level !== 'low' || isNew(key) || mine.has(key))
  visible.sort((a, b) => RANK[b.level] - RANK[a.level] || (a.message.message_id < b.message.message_id ? 1 : -1))
  const fresh = loud.filter(({ key }) => isNew(key))
  return {
    popups: visible.map(({ message }) => message),
    fresh: fresh.map(({ key }) => key),
    heard: fresh.map(({ level }) => level),
    ringing: loud.filter(({ key }) => isNew(key) || mine.has(key)).map(({ level }) => level),
  }
}
