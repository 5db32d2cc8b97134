import { describe, expect, it } from 'vitest'

import { arrived } from './arrived'

const message = (message_id: string, pushes = 1) => ({ message_id, pushes })

describe('what the patient is told of', () => {
  it('is what came since, once', () => {
    const first = arrived([message('a')], new Set())
    expect(first.fresh).toEqual([message('a')])
    expect(arrived([message('a')], first.known).fresh).toEqual([])
    expect(arrived([message('a'), message('b')], first.known).fresh).toEqual([message('b')])
  })
  it('is also an unread message that is pushed a second time', () => {
    const { known } = arrived([message('a'), message('b')], new Set())
    const second = arrived([message('a', 2), message('b')], known)
    expect(second.fresh).toEqual([message('a', 2)])
    expect(arrived([message('a', 2), message('b')], second.known).fresh).toEqual([])
  })
})
