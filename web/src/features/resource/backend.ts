import { createContext, use } from 'react'

import type { Body, Path, Post } from '@/shared/api/post'
import type { Session } from '@/shared/api/session'
import type { Values } from '@/shared/resources/description'

/** What a list page needs of its surroundings: the server, and who is at work. */
export interface Backend {
  readonly post: Post
  readonly session: Session
}

export const ResourceContext = createContext<Backend | null>(null)

export function useBackend(): Backend {
  const backend = use(ResourceContext)
  if (backend === null) throw new Error('useBackend outside ResourceContext')
  return backend
}

/** Carries out an operation that the description names, such as `catalog/edit-exam-item`. */
export async function run<T>(post: Post, operation: string | undefined, body: Values, command?: 'command'): Promise<T> {
  if (operation === undefined) throw new Error('this page does not offer that')
  // The names come with the description, so no type can know them.
  const path = `/api/${operation}` as Path
  return (await post(path, body as Body<Path>, command)) as T
}
