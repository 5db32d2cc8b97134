import { createContext, use } from 'react'

import type { Post } from './post'
import type { Session } from './session'

/** What a page needs of its surroundings: the server, and who is at work. */
export interface Backend {
  readonly post: Post
  readonly session: Session
}

export const BackendContext = createContext<Backend | null>(null)

/** The surroundings of the staff app; every page stands in them. */
export function useBackend(): Backend {
  const backend = use(BackendContext)
  if (backend === null) throw new Error('useBackend outside BackendContext')
  return backend
}
