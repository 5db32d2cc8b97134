import { createContext, use } from 'react'

import type { Post } from '@/shared/api/post'
import type { Session } from '@/shared/api/session'

/** What the queue page needs of its surroundings: the server, and who is at work. */
export interface Desk {
  readonly post: Post
  readonly session: Session
}

export const DeskContext = createContext<Desk | null>(null)

export function useDesk(): Desk {
  const desk = use(DeskContext)
  if (desk === null) throw new Error('useDesk outside DeskContext')
  return desk
}
