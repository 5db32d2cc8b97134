import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { createPost } from './post'
import { ApiProblem } from './problem'
import { createSessionStore } from './session'

interface Seen {
  readonly path: string
  readonly key: string | undefined
  readonly bearer: string | undefined
}

const realFetch = globalThis.fetch
let server: Server
let seen: Seen[] = []
let reply: (seen: Seen) => { status: number; body: unknown } | 'drop'

const read = (request: IncomingMessage): Seen => ({
  path: request.url ?? '',
  key: request.headers['idempotency-key'] as string | undefined,
  bearer: request.headers.authorization,
})

beforeEach(async () => {
  seen = []
  server = createServer((request, response) => {
    const asked = read(request)
    seen.push(asked)
    const answer = reply(asked)
    if (answer === 'drop') {
      request.socket.destroy()
      return
    }
    const type = answer.status === 200 ? 'application/json' : 'application/problem+json'
    response.writeHead(answer.status, { 'Content-Type': type }).end(JSON.stringify(answer.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  // A page asks its own origin; here that origin is this server.
  globalThis.fetch = (path, init) => realFetch(`http://127.0.0.1:${port}${path as string}`, init)
})

afterEach(() => {
  globalThis.fetch = realFetch
  server.closeAllConnections()
  server.close()
})

const plain = () => createPost({ token: () => 't', renew: () => Promise.resolve(false), language: () => 'zh-CN' })

it('repeats a command that may have been lost once, with the same key', async () => {
  reply = () => (seen.length === 1 ? 'drop' : { status: 200, body: { ticket_id: 'a', state: 'calling' } })
  await plain()('/api/queue/call-ticket', { ticket_id: 'a' }, 'command')
  expect(seen).toHaveLength(2)
  expect(seen[0]?.key).toBeTruthy()
  expect(seen[1]?.key).toBe(seen[0]?.key)
})

it('gives every command a key of its own, and questions none', async () => {
  reply = () => ({ status: 200, body: {} })
  const post = plain()
  await post('/api/queue/call-ticket', { ticket_id: 'a' }, 'command')
  await post('/api/queue/call-ticket', { ticket_id: 'a' }, 'command')
  await post('/api/queue/list-rooms', {})
  expect(seen[1]?.key).not.toBe(seen[0]?.key)
  expect(seen[2]?.key).toBeUndefined()
})

it("does not repeat a refusal, and hands on the server's words", async () => {
  reply = () => ({ status: 409, body: { code: 'queue.room_busy', detail: '正在呼叫 A003' } })
  const failure: unknown = await plain()('/api/queue/call-first', { room_id: 'ct1' }, 'command').catch((e: unknown) => e)
  expect(failure).toBeInstanceOf(ApiProblem)
  expect(failure).toMatchObject({ status: 409, code: 'queue.room_busy', detail: '正在呼叫 A003' })
  expect(seen).toHaveLength(1)
})

it('renews an expired token once for all requests that met it', async () => {
  let valid = 'Bearer first'
  const session = (token: string) => ({ token, connection_token: 'c', account: { id: '1' }, institution: { id: 'demo' } })
  reply = ({ path, bearer }) => {
    if (path === '/api/access/sign-in') return { status: 200, body: session('first') }
    if (path === '/api/access/refresh') {
      valid = 'Bearer second'
      return { status: 200, body: session('second') }
    }
    return bearer === valid ? { status: 200, body: {} } : { status: 401, body: { code: 'unauthenticated', detail: '' } }
  }
  const store = createSessionStore(() => 'zh-CN')
  await store.signIn({ account: 'technician', password: 'secret', code: '', tid: '' })
  valid = 'Bearer second'
  await Promise.all([store.post('/api/queue/list-rooms', {}), store.post('/api/queue/list-rooms', {})])
  expect(seen.filter((s) => s.path === '/api/access/refresh')).toHaveLength(1)
})

it('is signed out when the session has ended', async () => {
  reply = () => ({ status: 401, body: { code: 'unauthenticated', detail: '' } })
  const store = createSessionStore(() => 'zh-CN')
  expect(await store.restore()).toBe(false)
  expect(store.getState().phase).toBe('out')
})
