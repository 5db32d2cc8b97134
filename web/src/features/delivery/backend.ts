import { createContext, use } from 'react'

import type { Answer, Post } from '@/shared/api/post'
import type { Session } from '@/shared/api/session'

export type Overview = Answer<'/api/delivery/show-overview'>
export type Node = Overview['nodes'][number]
export type Trouble = Overview['troubles'][number]
export type ConnectionList = Answer<'/api/delivery/list-connections'>
export type Connection = ConnectionList['connections'][number]

/** What the live delivery page needs of its surroundings: whom to ask, whom to command, and who is at work. */
export interface Backend {
  /** For questions, which come every second. */
  readonly ask: Post
  readonly post: Post
  readonly session: Session
}

export const DeliveryContext = createContext<Backend | null>(null)

export function useBackend(): Backend {
  const backend = use(DeliveryContext)
  if (backend === null) throw new Error('useBackend outside DeliveryContext')
  return backend
}
