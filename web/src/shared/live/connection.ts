import { Centrifuge, State, UnauthorizedError } from 'centrifuge'

import { statusOf } from '@/shared/api/problem'

export type Connection = 'live' | 'connecting' | 'offline'

export interface ConnectionState {
  readonly is: Connection
  /** When it became so, in milliseconds since 1970. */
  readonly since: number
}

/** The page's one live connection. */
export interface Live {
  readonly client: Centrifuge
  readonly getState: () => ConnectionState
  readonly onChange: (listener: () => void) => () => void
  readonly close: () => void
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
  let state: ConnectionState = { is: 'connecting', since: Date.now() }
  const listeners = new Set<() => void>()
  const become = (is: Connection) => {
    if (is === state.is) return
    state = { is, since: Date.now() }
    listeners.forEach((listener) => listener())
  }
  client.on('connected', () => become('live'))
  client.on('connecting', () => become('connecting'))
  client.on('disconnected', () => become('offline'))
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
  }
}
