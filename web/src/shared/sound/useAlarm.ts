import { useEffect, useState, useSyncExternalStore } from 'react'

import { type Alarm, createAlarm, type Voice } from './alarm'
import { play } from './tones'

const SIGNS = ['pointerdown', 'keydown'] as const

/** The page's alarm. A browser lets it sound after the first click or key of a person. */
export function useAlarm(): { readonly alarm: Alarm; readonly voice: Voice } {
  const [context] = useState<AudioContext | null>(() => (typeof AudioContext === 'undefined' ? null : new AudioContext()))
  const [alarm] = useState(() => createAlarm({
    play: (loudness) => {
      if (context !== null) play(context, loudness)
    },
    now: () => Date.now(),
    after: (ms, work) => {
      const timer = setTimeout(work, ms)
      return () => clearTimeout(timer)
    },
  }))
  useEffect(() => {
    if (context === null) return undefined
    const look = () => {
      if (context.state === 'running') alarm.unlock()
    }
    const wake = () => {
      // A browser that refuses leaves the context suspended; the page shows that.
      void context.resume().then(look, () => undefined)
    }
    look()
    context.addEventListener('statechange', look)
    SIGNS.forEach((sign) => addEventListener(sign, wake))
    return () => {
      context.removeEventListener('statechange', look)
      SIGNS.forEach((sign) => removeEventListener(sign, wake))
    }
  }, [alarm, context])
  useEffect(() => () => {
    alarm.close()
  }, [alarm])
  return { alarm, voice: useSyncExternalStore(alarm.onChange, alarm.getState) }
}
