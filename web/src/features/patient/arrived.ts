/** A message as far as it can be told anew. */
interface Pushed {
  readonly message_id: string
  readonly pushes: number
}

/** One push of a message; a second push is a new occasion. */
function keyOf({ message_id, pushes }: Pushed): string {
  return `${message_id}:${pushes.toString()}`
}

/** What of the unread messages came or was pushed again since `before`, and what is known from now on. */
export function arrived<M extends Pushed>(unread: readonly M[], before: ReadonlySet<string>): { readonly fresh: readonly M[]; readonly known: ReadonlySet<string> } {
  return { fresh: unread.filter((message) => !before.has(keyOf(message))), known: new Set([...before, ...unread.map(keyOf)]) }
}
