import { createFiles, type Files } from './files'
import type { Answer } from './post'
import { createPost, newKey, type Post, postOnce } from './post'
import { ApiProblem, statusOf } from './problem'

export type Session = Answer<'/api/access/sign-in'>

/** What somebody types at the door; `tid` is the institution code of the link that he came by. */
export interface Credentials {
  readonly account: string
  readonly password: string
  readonly code: string
  readonly tid: string
}

/**
 * `unknown` until the page has asked whether the last session still lives; `unreachable` when it could not ask;
 * `ended` when the server no longer takes the session this page was working with, and `why`. `expelled`: the session has ended
 * for a reason that its person must read before he leaves the page.
 */
export type SessionState =
  | { readonly phase: 'unknown' | 'unreachable' | 'out' }
  | { readonly phase: 'ended'; readonly why: 'ended' | 'idle' }
  | { readonly phase: 'in'; readonly session: Session; readonly expelled: ApiProblem | null }

export interface SessionStore {
  getState: () => SessionState
  onChange: (listener: () => void) => () => void
  post: Post
  files: Files
  /** Goes on with the last session, with the rights of the moment. */
  restore: () => Promise<boolean>
  /** The same after the live connection has ended; a page that has nothing to tell stays as it is. */
  recheck: () => Promise<boolean>
  signIn: (credentials: Credentials) => Promise<void>
  /** Goes to work with a session that a door of its own has opened. */
  enter: (session: Session) => void
  signOut: (why?: 'wish' | 'idle') => Promise<void>
  /** Shows the door after the person has read why. */
  leave: () => void
}

/** How one kind of people goes on with a session, and leaves it: staff and patients have cookies of their own. */
export interface Entrance {
  readonly resume: (headers: Record<string, string>) => Promise<Session>
  readonly leave: (post: Post, why: 'wish' | 'idle') => Promise<unknown>
}

const STAFF: Entrance = {
  resume: (headers) => postOnce('/api/access/refresh', {}, headers),
  leave: (post, why) => post('/api/access/sign-out', { why }, 'command'),
}

/** The refusals that are told in a dialog over the page. */
const TOLD: readonly string[] = [
  'access.signed_in_elsewhere', 'access.left_alone', 'access.no_longer_valid', 'access.password_was_changed', 'access.address_refused',
]

/** What the server leaves out of a session because it is as usual. */
const USUAL = { must: [], password_days: null, idle_minutes: null } as const
const USUAL_ACCOUNT = { masked: false, second_factor: false } as const

/** The page's session. Tokens are only held in memory; the refresh token is a cookie that scripts cannot read. */
export function createSessionStore(language: () => string, entrance: Entrance = STAFF): SessionStore {
  let state: SessionState = { phase: 'unknown' }
  let renewing: Promise<boolean> | null = null
  const listeners = new Set<() => void>()
  const set = (next: SessionState) => {
    state = next
    listeners.forEach((listener) => listener())
  }
  const headers = () => ({ 'Accept-Language': language(), 'Idempotency-Key': newKey() })
  const enter = (told: Session) => {
    const session: Session = { ...USUAL, ...told, account: { ...USUAL_ACCOUNT, ...told.account } }
    set({ phase: 'in', session, expelled: null })
  }

  const refused = (error: unknown, quietly: boolean) => {
    if (statusOf(error) !== 401) {
      if (state.phase !== 'in') set({ phase: 'unreachable' })
    } else if (state.phase !== 'in') set(state.phase === 'ended' ? state : { phase: 'out' })
    else if (error instanceof ApiProblem && TOLD.includes(error.code)) set({ ...state, expelled: error })
    else if (!quietly) set({ phase: 'ended', why: 'ended' })
  }
  const refresh = async (quietly: boolean): Promise<boolean> => {
    try {
      enter(await entrance.resume(headers()))
      return true
    } catch (error) {
      refused(error, quietly)
      return false
    }
  }
  const renew = (quietly: boolean) => {
    if (state.phase === 'in' && state.expelled !== null) return Promise.resolve(false)
    renewing ??= refresh(quietly).finally(() => {
      renewing = null
    })
    return renewing
  }
  const restore = () => renew(false)
  const token = () => (state.phase === 'in' ? state.session.token : null)
  const post = createPost({ token, renew: restore, language })

  return {
    getState: () => state,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    post,
    files: createFiles({ token, renew: restore, language }),
    restore,
    recheck: () => renew(true),
    signIn: async (credentials) => {
      const fields = { ...credentials, terminal: 'web', agreed: true } as const
      enter(await postOnce('/api/access/sign-in', fields, headers()))
    },
    enter,
    signOut: async (why = 'wish') => {
      await entrance.leave(post, why)
      set(why === 'idle' ? { phase: 'ended', why } : { phase: 'out' })
    },
    leave: () => set({ phase: 'out' }),
  }
}
