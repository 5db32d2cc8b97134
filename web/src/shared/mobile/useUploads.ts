import { useState } from 'react'

import { usePhotoWords } from './photoWords'
import { warn } from './tell'

export interface Uploads {
  /** Hears from a field whether something of it has not arrived. */
  readonly note: (field: string) => (busy: boolean) => void
  /** Whether something has not arrived yet, which is said: it would be missing in what is sent. */
  readonly underWay: () => boolean
}

/** What the photo fields of a form have under way. */
export function useUploads(): Uploads {
  const words = usePhotoWords()
  // Asked only when the form is sent, so nothing is drawn anew for it.
  const [busy] = useState(() => new Set<string>())
  return {
    note: (field) => (now) => {
      if (now) busy.add(field)
      else busy.delete(field)
    },
    underWay: () => {
      if (busy.size === 0) return false
      warn(words.waiting)
      return true
    },
  }
}
