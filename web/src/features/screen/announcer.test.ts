import { beforeEach, expect, it } from 'vitest'

import { createAnnouncer, type Spoken, type Surroundings } from './announcer'
import type { Call } from './calls'

const call = (id: string, roomId = 'ct1'): Call => ({ id, ticketId: id.split(':')[0] ?? id, call: 1, roomId, calledAt: 0 })
const voice: Spoken = { sound: new ArrayBuffer(1), times: 2 }

let log: string[]
let kept: string[]
let now: number
let finish: (() => void)[]

/** A loudspeaker that plays until the test lets it end; a server that answers at once. */
const around = (over: Partial<Surroundings> = {}): Surroundings => ({
  hear: (asked) => {
    log.push(`fetch ${asked.id}`)
    return Promise.resolve(voice)
  },
  play: () => {
    log.push('play')
    return new Promise((resolve) => {
      finish.push(() => resolve(true))
    })
  },
  report: (told, heard) => {
    log.push(`report ${told.id} ${String(heard)}`)
    return Promise.resolve()
  },
  memory: { has: (id) => kept.includes(id), add: (id) => void kept.push(id) },
  wait: (ms) => {
    now += ms
    return Promise.resolve()
  },
  now: () => now,
  ...over,
})

const settle = () => new Promise((resolve) => setTimeout(resolve, 5))
const end = async () => {
  finish.shift()?.()
  await settle()
}

beforeEach(() => {
  log = []
  kept = []
  now = 0
  finish = []
})

it('speaks one after the other, fetches ahead, and tells each end', async () => {
  const announcer = createAnnouncer(around())
  announcer.offer('ct1', [call('a:1')])
  announcer.offer('ct2', [call('b:1', 'ct2')])
  await settle()
  expect(log).toEqual(['fetch a:1', 'fetch b:1', 'play'])
  await end()
  expect(log.slice(3)).toEqual(['report a:1 true', 'play'])
  await end()
  expect(log.slice(5)).toEqual(['report b:1 true'])
})

it('does not speak again what it has spoken, also not after a reload; another call of the same patient it does', async () => {
  const first = createAnnouncer(around())
  first.offer('ct1', [call('a:1')])
  await settle()
  first.close()
  const second = createAnnouncer(around())
  second.offer('ct1', [call('a:1')])
  await settle()
  expect(log.filter((line) => line === 'play')).toHaveLength(1)
  second.offer('ct1', [call('a:2')])
  await settle()
  expect(log.filter((line) => line === 'play')).toHaveLength(2)
})

it('leaves out who has come before his turn', async () => {
  const announcer = createAnnouncer(around())
  announcer.offer('ct1', [call('a:1')])
  announcer.offer('ct2', [call('b:1', 'ct2')])
  await settle()
  announcer.offer('ct2', [])
  await end()
  expect(log.filter((line) => line === 'play')).toHaveLength(1)
})

it('goes on asking while the server is away, and gives up when the call is old', async () => {
  let asked = 0
  const back = createAnnouncer(around({ hear: () => Promise.resolve((asked += 1) < 4 ? 'away' : voice) }))
  back.offer('ct1', [call('a:1')])
  await settle()
  expect([asked, log]).toEqual([4, ['play']])
  const gone = createAnnouncer(around({ hear: () => Promise.resolve('away') }))
  gone.offer('ct1', [call('b:1')])
  await settle()
  expect(log).toEqual(['play'])
  expect(kept).toContain('b:1')
  expect(now).toBeGreaterThan(60_000)
})

it('does not speak what the server says is over, and goes on with the next', async () => {
  const announcer = createAnnouncer(around({ hear: ({ id }) => Promise.resolve(id === 'a:1' ? 'over' : voice) }))
  announcer.offer('ct1', [call('a:1'), call('b:1')])
  await settle()
  await end()
  expect(log).toEqual(['play', 'report b:1 true'])
})

it('leaves what was not begun to whoever opens the screen next', async () => {
  let answer: (spoken: Spoken) => void = () => undefined
  const announcer = createAnnouncer(around({ hear: () => new Promise((resolve) => { answer = resolve }) }))
  announcer.offer('ct1', [call('a:1')])
  await settle()
  announcer.close()
  answer(voice)
  await settle()
  expect([log, kept]).toEqual([[], []])
})
