import { expect, it } from 'vitest'

import type { Fn } from './menu'
import { byHabit, counted } from './usage'

const fn = (page: string): Fn => ({ id: page, page, name: { 'zh-CN': page, en: page }, group: { 'zh-CN': '', en: '' }, spelled: '' })

it('puts what is used most first, and lets habits change', () => {
  const all = ['a', 'b', 'c'].map(fn)
  let uses = ['a', 'a', 'b'].reduce(counted, {})
  expect(byHabit(all, uses).map(({ id }) => id)).toEqual(['a', 'b'])
  uses = Array.from({ length: 3 }, () => 'b').reduce(counted, uses)
  expect(byHabit(all, uses).map(({ id }) => id)).toEqual(['b', 'a'])
})
