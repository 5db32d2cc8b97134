import type { Body } from '@/shared/api/post'

export type Content = Body<'/api/reports/save-writing'>['content']

/** What the page shows of the report's content. `off`: as the server has it, to read; `on`: I write; `lost`: I wrote, and hold it no more;
 * `apart`: I hold it, but another window of mine has written. */
export interface Editing {
  readonly mode: 'off' | 'on' | 'lost' | 'apart'
  /** What stands in the fields. */
  readonly typed: Content
  /** What the server is known to have. */
  readonly kept: Content
  /** The revision that the next save names. */
  readonly revision: number
}

interface Known {
  readonly content: Content
  readonly revision: number
}

export function reading({ content, revision }: Known): Editing {
  return { mode: 'off', typed: content, kept: content, revision }
}

/** Whether something was typed that the server does not have. */
export function isDirty({ mode, typed, kept }: Editing): boolean {
  return mode === 'on' && !same(typed, kept)
}

/** The same content, whatever the order of its fields; a field that is missing is as one that was left alone. */
export function same(a: Content, b: Content): boolean {
  const left = a as Readonly<Record<string, unknown>>
  const right = b as Readonly<Record<string, unknown>>
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((name) => (left[name] ?? null) === (right[name] ?? null))
}

/** What becomes of it when the server tells how the report stands: whether I hold it, and its content.
 *
 * Who loses the lock keeps what he typed before his eyes; who gets it back before anybody changed the report goes on with it.
 */
export function followed(editing: Editing, held: boolean, known: Known): Editing {
  if (editing.mode === 'apart') return editing
  if (!held && editing.mode === 'on') return { ...editing, mode: 'lost' }
  if (!held) return editing.mode === 'lost' || isOf(editing, known) ? editing : reading(known)
  if (editing.mode === 'on') return editing
  const goesOn = editing.mode === 'lost' && editing.revision === known.revision
  return goesOn ? { ...editing, mode: 'on', kept: known.content } : { ...reading(known), mode: 'on' }
}

function isOf({ kept, revision }: Editing, known: Known): boolean {
  return kept === known.content && revision === known.revision
}

/** The server has kept `sent`; what was typed meanwhile stays typed. */
export function saved(editing: Editing, sent: Content, revision: number): Editing {
  return { ...editing, kept: sent, revision }
}
