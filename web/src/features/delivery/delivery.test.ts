import { expect, it } from 'vitest'

import type { Node, Overview } from './backend'
import { en } from './en'
import { brief, bytes, duration } from './format'
import { keep, lineOf, type Sample, seen, totalOf, WINDOW_MS } from './history'
import { judge } from './judge'
import { zh } from './zh'

const node = (id: string, more: Partial<Node> = {}): Node => ({
  id, name: id, healthy: true, detail: '', uptime: 1, connections: 0, users: 0, channels: 0, subscriptions: 0,
  delivered_per_second: 0, heard_per_second: 0, cpu: 0, memory: 0, queued: 0, slow_closes: 0, repaired: 0,
  insufficient: 0, closes: {}, ...more,
})
const overview = (...nodes: Node[]): Overview => ({ nodes, troubles: [] })

it('writes figures as operators read them', () => {
  expect([0, 1023, 1536, 24_117_248].map(bytes)).toEqual(['0 B', '1,023 B', '1.5 KB', '23 MB'])
  expect([0, 0.44, 3, 12_500.4].map(brief)).toEqual(['0', '0.4', '3', '12,500'])
  expect([0, 9, 200, 7500, 356_400].map((s) => duration(s, en.duration))).toEqual(['0s', '9s', '3min 20s', '2h 5min', '4d 3h'])
  expect(duration(-1, zh.duration)).toBe('0秒')
})

it('keeps the last minutes and draws each node where it was there', () => {
  let samples: readonly Sample[] = []
  samples = keep(samples, overview(node('a', { connections: 3 })), 1000)
  samples = keep(samples, overview(node('b', { connections: 5 }), node('a', { connections: 4 })), 2000)
  expect(seen(samples)).toEqual(['a', 'b'])
  expect(lineOf(samples, 'a', 'connections')).toEqual([{ at: 1000, value: 3 }, { at: 2000, value: 4 }])
  expect(lineOf(samples, 'b', 'connections')).toEqual([{ at: 2000, value: 5 }])
  expect(samples.map((sample) => totalOf(sample, 'connections'))).toEqual([3, 9])
  samples = keep(samples, overview(), 1500 + WINDOW_MS)
  expect(samples.map((sample) => sample.at)).toEqual([2000, 1500 + WINDOW_MS])
})

it('says what is wrong with a node, the gravest first', () => {
  expect(judge(node('a'))).toEqual(['well'])
  expect(judge(node('a', { healthy: false, cpu: 97, queued: 1 }))).toEqual(['broken', 'busy', 'slow'])
})

it('names the same close codes in both languages', () => {
  expect(Object.keys(en.close)).toEqual(Object.keys(zh.close))
})
