import { describe, expect, it } from 'vitest'

import { arrivalsOf, keyOf } from './arrivals'
import type { Level, Message } from './types'

const message = (id: string, level: Level, pushes = 1): Message => ({
  message_id: id, level, pushes, topic: 'alerts.alert', title_zh: '', title_en: '', text_zh: '', text_en: '', about: {}, sent_at: '2026-03-02T01:00:00Z', settled_by: null,
})
const none: ReadonlySet<string> = new Set()

describe('arrivals', () => {
  it('pop up and are heard, the gravest first; what is only information is not', () => {
    const found = arrivalsOf([message('1', 'info'), message('2', 'low'), message('3', 'high'), message('4', 'medium'), message('5', 'high')], none, none)
    expect(found.popups.map(({ message_id }) => message_id)).toEqual(['5', '3', '4', '2'])
    expect(found.heard).toEqual(['low', 'high', 'medium', 'high'])
    expect(found.fresh).toEqual(['2:1', '3:1', '4:1', '5:1'])
  })

  it('stay in sight after a reload, without a second sound', () => {
    const unread = [message('1', 'high'), message('2', 'medium'), message('3', 'low')]
    const found = arrivalsOf(unread, new Set(unread.map(keyOf)), none)
    expect(found.popups.map(({ message_id }) => message_id)).toEqual(['1', '2'])
    expect(found).toMatchObject({ fresh: [], heard: [], ringing: [] })
  })

  it('ring on in the page that sounded them first', () => {
    const one = message('1', 'high')
    const found = arrivalsOf([one], new Set(['1:1']), new Set(['1:1']))
    expect(found).toMatchObject({ fresh: [], heard: [], ringing: ['high'] })
  })

  it('are silent and out of sight as soon as somebody has what they are about', () => {
    const taken = { ...message('1', 'high'), settled_by: '科室主任老马' }
    expect(arrivalsOf([taken], new Set(['1:1']), new Set(['1:1']))).toEqual({ popups: [], fresh: [], heard: [], ringing: [] })
    expect(arrivalsOf([taken], none, none).popups).toEqual([])
  })

  it('are told again when they are pushed a second time', () => {
    const found = arrivalsOf([message('1', 'medium', 2)], new Set(['1:1']), new Set(['1:1']))
    expect(found).toMatchObject({ fresh: ['1:2'], heard: ['medium'] })
  })
})
