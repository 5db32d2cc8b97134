import { useMine } from './mine'
import { useWords } from './words'

/** A line of 个人中心. */
export interface HomeNote {
  readonly to: string
  readonly name: string
  readonly note: string
}

/** What this room offers in 个人中心: the materials always, the submission from the moment they have passed. */
export function useMyNotes(): readonly HomeNote[] {
  const { sample, state } = useMine()
  const { my, materials, states, reviews } = useWords()
  if (state === 'refused' || state === 'connecting') return []
  const first = { to: 'samples/materials', name: materials.title, note: reviews[sample?.review ?? 'none'] }
  const standing = sample?.state ?? null
  return standing === null ? [first] : [first, { to: 'samples/form', name: my.entry, note: states[standing] }]
}
