import { Centrifuge, State, UnauthorizedError } from 'centrifuge'

import { statusOf } from '@/shared/api/problem'

/** The close code of an operator who wants a client to stay away. */
export const BY_OPERATOR = 3503

export type Connection = 'live' | 'connecting' | 'offline'

export interface ConnectionState {
  readonly is: Connection
  /** When it became so, in milliseconds since 1970. */
  readonly since: number
  /** The code of a close after which it does not come back by itself; null while it may. */
  readonly ended: number | null
}

/** The page's one live connection. */
export interface Live {
  readonly client: Centrifuge
  readonly getState: () => ConnectionState
  readonly onChange: (listener: () => void) => () => void
  readonly close: () => void
  /** Opens it again after it has ended. */
  readonly reopen: () => void
}

/** Opens the live connection; it comes back alone until `close`, or until `getToken` fails with a 401. */
export function openLive(token: string, getToken: () => Promise<string>): Live {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  const client = new Centrifuge(`${scheme}://${location.host}/connection/websocket`, {
    token,
    getToken: async () => {
      try {
        return await getToken()
      } catch (error) {
        throw statusOf(error) === 401 ? new UnauthorizedError('signed out') : error
      }
    },
    minReconnectDelay: 200,
    maxReconnectDelay: 4000,
  })
  let state: ConnectionState = { is: 'connecting', since: Date.now(), ended: null }
  const listeners = new Set<() => void>()
  const become = (is: Connection, ended: number | null = null) => {
    if (is === state.is && ended === state.ended) return
    state = { is, since: is === state.is ? state.since : Date.now(), ended }
    listeners.forEach((listener) => listener())
  }
  client.on('connected', () => become('live'))
  client.on('connecting', () => become('connecting'))
  client.on('disconnected', ({ code }) => become('offline', code))
  client.on('error', () => {
    // An attempt has failed: this is no longer the blink of an eye.
    if (client.state === State.Connecting) become('offline')
  })
  client.connect()
  return {
    client,
    getState: () => state,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => client.disconnect(),
    reopen: () => {
      // The token may be what it ended for: get a new one.
      client.setToken('')
      client.connect()
    },
  }
}
