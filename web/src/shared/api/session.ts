import type { Answer } from './post'
import { createPost, newKey, type Post, postOnce } from './post'
import { statusOf } from './problem'

export type Session = Answer<'/api/access/sign-in'>

/**
 * `unknown` until the page has asked whether the last session still lives; `unreachable` when it could not ask;
 * `ended` when the server no longer takes the session this page was working with.
 */
export type SessionState = { phase: 'unknown' | 'unreachable' | 'out' | 'ended' } | { phase: 'in'; session: Session }

export interface SessionStore {
  getState: () => SessionState
  onChange: (listener: () => void) => () => void
  post: Post
  restore: () => Promise<boolean>
  signIn: (account: string, password: string) => Promise<void>
  signOut: () => Promise<void>
}

/** The page's session. Tokens are only held in memory; the refresh token is a cookie that scripts cannot read. */
export function createSessionStore(language: () => string): SessionStore {
  let state: SessionState = { phase: 'unknown' }
  let renewing: Promise<boolean> | null = null
  const listeners = new Set<() => void>()
  const set = (next: SessionState) => {
    state = next
    listeners.forEach((listener) => listener())
  }
  const headers = () => ({ 'Accept-Language': language(), 'Idempotency-Key': newKey() })

  const refresh = async (): Promise<boolean> => {
    try {
      set({ phase: 'in', session: await postOnce('/api/access/refresh', {}, headers()) })
      return true
    } catch (error) {
      if (statusOf(error) === 401) set({ phase: state.phase === 'in' || state.phase === 'ended' ? 'ended' : 'out' })
      else if (state.phase !== 'in') set({ phase: 'unreachable' })
      return false
    }
  }
  const restore = () => {
    renewing ??= refresh().finally(() => {
      renewing = null
    })
    return renewing
  }
  const token = () => (state.phase === 'in' ? state.session.token : null)
  const post = createPost({ token, renew: restore, language })

  return {
    getState: () => state,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    post,
    restore,
    signIn: async (account, password) => {
      const fields = { account, password, code: '', terminal: 'api', agreed: false, tid: '' } as const
      set({ phase: 'in', session: await postOnce('/api/access/sign-in', fields, headers()) })
    },
    signOut: async () => {
      await post('/api/access/sign-out', { why: 'wish' }, 'command')
      set({ phase: 'out' })
    },
  }
}
