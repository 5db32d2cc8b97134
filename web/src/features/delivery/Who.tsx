import type { ReactNode } from 'react'

import { type Connection, useBackend } from './backend'
import { useWords, type Words } from './words'

const DEVICE = 'device:'

/** Whether nobody sits before it who could press a button. */
export function isDevice({ user_id: id }: Pick<Connection, 'user_id'>): boolean {
  return id.startsWith(DEVICE)
}

/** What to call the other end: the person's name, or the device's code. */
export function nameOf(connection: Pick<Connection, 'user_id' | 'user_name'>, words: Words): string {
  if (connection.user_name !== '') return connection.user_name
  const { user_id: id } = connection
  return isDevice(connection) ? `${words.connections.device} ${id.slice(DEVICE.length)}` : id
}

export function Who({ connection }: { readonly connection: Connection }): ReactNode {
  const words = useWords()
  const { session } = useBackend()
  return (
    <span className="who">
      <b>{nameOf(connection, words)}</b>
      {connection.user_id === session.account.id && <small>{words.connections.self}</small>}
    </span>
  )
}
