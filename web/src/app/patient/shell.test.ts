import { expect, it } from 'vitest'

import { wayOf } from './shell'

const ORIGIN = 'https://care.example'
const way = (path: string, mode = 'cors', method = 'GET') => wayOf({ url: `${ORIGIN}${path}`, method, mode }, ORIGIN)

it('keeps the page and its hashed files', () => {
  expect(way('/patient?tid=demo', 'navigate')).toBe('page')
  expect(way('/assets/patient-1a2b.js')).toBe('asset')
})

it('never touches what the server knows of a person, nor other pages', () => {
  for (const path of ['/api/files/1', '/api/access/show-me', '/connection/websocket', '/health']) expect(way(path)).toBe('network')
  expect(way('/api/samples/my-submission', 'cors', 'POST')).toBe('network')
  expect(way('/', 'navigate')).toBe('network')
  expect(wayOf({ url: 'https://other.example/assets/a.js', method: 'GET', mode: 'cors' }, ORIGIN)).toBe('network')
})
