import { beforeEach, describe, expect, it, vi } from 'vitest'

import { type Alarm, createAlarm, PAUSE_MS } from './alarm'
import type { Loudness } from './pattern'

let heard: Loudness[]
let alarm: Alarm

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
  heard = []
  alarm = createAlarm({
    play: (loudness) => heard.push(loudness),
    now: () => Date.now(),
    after: (ms, work) => {
      const timer = setTimeout(work, ms)
      return () => clearTimeout(timer)
    },
  })
  return () => vi.useRealTimers()
})

describe('the alarm', () => {
  it('is silent until the browser lets it, then catches up with what rings', () => {
    alarm.announce(['high'], ['high'])
    vi.advanceTimersByTime(60_000)
    expect(heard).toEqual([])
    expect(alarm.getState().is).toBe('off')
    alarm.unlock()
    expect(heard).toEqual(['high'])
  })

  it('repeats what is high until it has been seen', () => {
    alarm.unlock()
    alarm.announce(['high'], ['high'])
    vi.advanceTimersByTime(30_000)
    expect(heard).toHaveLength(4)
    alarm.announce([], [])
    vi.advanceTimersByTime(60_000)
    expect(heard).toHaveLength(4)
  })

  it('sounds low once', () => {
    alarm.unlock()
    alarm.announce(['low'], ['low'])
    vi.advanceTimersByTime(120_000)
    expect(heard).toEqual(['low'])
  })

  it('lets the gravest ring', () => {
    alarm.unlock()
    alarm.announce(['medium'], ['medium'])
    alarm.announce(['high'], ['medium', 'high'])
    alarm.announce([], ['medium'])
    vi.advanceTimersByTime(25_000)
    expect(heard).toEqual(['medium', 'high', 'medium'])
  })

  it('is paused for two minutes, visibly, and then goes on by itself', () => {
    alarm.unlock()
    alarm.announce(['high'], ['high'])
    alarm.pause()
    expect(alarm.getState()).toEqual({ is: 'paused', until: PAUSE_MS })
    alarm.announce(['high'], ['high', 'high'])
    vi.advanceTimersByTime(PAUSE_MS - 1)
    expect(heard).toEqual(['high'])
    vi.advanceTimersByTime(1)
    expect(alarm.getState().is).toBe('on')
    expect(heard).toEqual(['high', 'high'])
  })

  it('says so when it changes', () => {
    const told = vi.fn()
    alarm.onChange(told)
    alarm.unlock()
    alarm.unlock()
    alarm.pause()
    alarm.resume()
    expect(told).toHaveBeenCalledTimes(3)
  })
})
