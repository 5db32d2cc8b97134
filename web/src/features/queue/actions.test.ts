import { expect, it } from 'vitest'

import { actionsFor } from './actions'
import type { TicketState } from './row'

const all = ['queue.call', 'queue.sign_in']
const names = (state: TicketState, permissions = all) => actionsFor(state, permissions).map((a) => a.name).sort()

it('offers what the table of states allows', () => {
  expect(names('waiting')).toEqual(['call', 'change-room'])
  expect(names('calling')).toEqual(['start'])
  expect(names('called')).toEqual(['change-room', 'pass', 'recall', 'start'])
  expect(names('passed')).toEqual(['change-room', 'recall', 'sign-in-again'])
  expect(names('examining')).toEqual(['finish'])
})

it('offers nothing that the user has no right to', () => {
  expect(names('passed', ['queue.sign_in'])).toEqual(['sign-in-again'])
  expect(names('waiting', ['queue.view'])).toEqual([])
})

it('gives every key one meaning in every state', () => {
  for (const state of ['waiting', 'calling', 'called', 'passed', 'examining'] as const) {
    const keys = actionsFor(state, all).map((action) => action.key)
    expect(new Set(keys).size).toBe(keys.length)
  }
})
