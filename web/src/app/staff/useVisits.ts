import { useEffect } from 'react'

import type { Post } from '@/shared/api/post'

const SECOND_MS = 1000

/** Tells of each visit of a page when it is left: for how long it was looked at. */
export function useVisits(post: Post, page: string | null): void {
  useEffect(() => {
    if (page === null) return undefined
    let since: number | null = Date.now()
    const end = () => {
      if (since === null) return
      const seconds = Math.round((Date.now() - since) / SECOND_MS)
      since = null
      // A visit that cannot be told is not worth a word to the user.
      void post('/api/audit/note-visit', { page, seconds }, 'command').catch(() => undefined)
    }
    const onVisibility = () => {
      if (document.visibilityState === 'hidden') end()
      else since ??= Date.now()
    }
    document.addEventListener('visibilitychange', onVisibility)
    return () => {
      document.removeEventListener('visibilitychange', onVisibility)
      end()
    }
  }, [post, page])
}
