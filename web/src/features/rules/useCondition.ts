import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'

type Read = Answer<'/api/rules/read-text'>
export type Tree = Readonly<Record<string, unknown>>

const PAUSE_MS = 300
/** Stands for a condition that is not finished: no rule with it can be saved. */
export const UNFINISHED = '?'

export interface Condition {
  /** What the visual editor shows; null: only text can say it. */
  readonly tree: Tree | null
  readonly problems: Read['problems']
  /** Whether the server has said what it thinks of the text. */
  readonly asked: boolean
  readonly write: (tree: Tree) => void
}

/** A condition's text with its tree; changing the tree writes the text. */
export function useCondition(of: string, text: string, onText: (text: string) => void): Condition {
  const { post } = useBackend()
  const [held, setHeld] = useState<{ readonly tree: Tree; readonly text: string; readonly of: string; readonly problems: Read['problems'] } | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const turn = useRef(0)
  useEffect(() => () => clearTimeout(timer.current), [])
  // What the visual editor wrote itself needs no reading: it would lose the place of the one who types.
  const mine = held !== null && held.text === text && held.of === of
  const read = useQuery({ queryKey: ['rules', 'read', of, text], enabled: !mine, queryFn: () => post('/api/rules/read-text', { of, text }), staleTime: Infinity })
  const send = async (tree: Tree) => {
    const mineNow = ++turn.current
    const written = await post('/api/rules/write-text', { of, tree: tree as never }).catch(() => null)
    if (mineNow !== turn.current || written === null) return
    const next = written.problems.length > 0 && written.text === '' ? UNFINISHED : written.text
    setHeld({ tree, text: next, of, problems: written.problems })
    onText(next)
  }
  const write = (tree: Tree) => {
    setHeld({ tree, text, of, problems: mine ? held.problems : [] })
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void send(tree), PAUSE_MS)
  }
  if (mine) return { tree: held.tree, problems: held.problems, asked: true, write }
  return { tree: read.data?.tree ?? null, problems: read.data?.problems ?? [], asked: read.data !== undefined, write }
}
