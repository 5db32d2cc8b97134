export interface Entry<T> {
  readonly key: string
  readonly version: number
  readonly row: T
}

/** What a channel publishes about one key. */
export type Delta<T> =
  | { readonly op: 'upsert'; readonly key: string; readonly version: number; readonly row: T }
  | { readonly op: 'remove'; readonly key: string; readonly version: number }

/** The rows of a channel, and the last version seen of every key, also of removed ones. */
export interface Held<T> {
  readonly rows: ReadonlyMap<string, T>
  readonly versions: ReadonlyMap<string, number>
}

export function nothing<T>(): Held<T> {
  return { rows: new Map(), versions: new Map() }
}

/** A snapshot is read after its position in the stream, so it replaces everything. */
export function replace<T>(entries: readonly Entry<T>[]): Held<T> {
  return {
    rows: new Map(entries.map((entry) => [entry.key, entry.row])),
    versions: new Map(entries.map((entry) => [entry.key, entry.version])),
  }
}

/** Takes a delta only if it is newer than what is held of its key; otherwise answers the same object. */
export function apply<T>(held: Held<T>, delta: Delta<T>): Held<T> {
  if (delta.version <= (held.versions.get(delta.key) ?? -1)) return held
  const rows = new Map(held.rows)
  if (delta.op === 'upsert') rows.set(delta.key, delta.row)
  else rows.delete(delta.key)
  return { rows, versions: new Map(held.versions).set(delta.key, delta.version) }
}
