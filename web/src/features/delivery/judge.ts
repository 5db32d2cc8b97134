import type { Node } from './backend'

export type Verdict = 'well' | 'broken' | 'busy' | 'slow'

/** Percent of a core from which a node, which lives on one, has no room for a storm of reconnects. */
const BUSY = 85

/** What an operator should know of a node, the gravest first; healthy nodes are just `well`. */
export function judge(node: Node): readonly Verdict[] {
  const found: Verdict[] = []
  if (!node.healthy) found.push('broken')
  if (node.cpu >= BUSY) found.push('busy')
  if (node.queued > 0) found.push('slow')
  return found.length === 0 ? ['well'] : found
}
