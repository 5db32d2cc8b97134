import type { Body, Path, Post } from '@/shared/api/post'
import type { Values } from '@/shared/resources/description'

/** Carries out an operation that the description names, such as `catalog/edit-exam-item`. */
export async function run<T>(post: Post, operation: string | undefined, body: Values, command?: 'command'): Promise<T> {
  if (operation === undefined) throw new Error('this page does not offer that')
  // The names come with the description, so no type can know them.
  const path = `/api/${operation}` as Path
  return (await post(path, body as Body<Path>, command)) as T
}
