import { type Answer, createPost, type Post } from '@/shared/api/post'
import { ApiProblem, statusOf } from '@/shared/api/problem'
import { recall, remember } from '@/shared/ui/stored'

export type Opened = Answer<'/api/queue/open-screen'>

export type Opening =
  | { readonly phase: 'opening' }
  | { readonly phase: 'pairing'; readonly digits: string }
  | { readonly phase: 'refused'; readonly detail: string }
  | { readonly phase: 'open'; readonly opened: Opened; readonly post: Post; readonly getToken: () => Promise<string> }

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 30_000
const LOOK_MS = 2000
const AFTER_REFUSAL_MS = 60_000

const language = () => 'zh-CN'
const noRenewal = () => Promise.resolve(false)

/** What this browser was given for this address; unreadable storage means nothing. */
function stored(code: string, what: 'token' | 'secret' | 'digits'): string {
  return recall(what === 'token' ? `screen.${code}` : `screen.${code}.${what}`) ?? ''
}

/** The sentence and the machine's name of a refusal; null when the server could not be reached. */
function refusal(error: unknown): ApiProblem | null {
  return error instanceof ApiProblem && !error.unreachable ? error : null
}

/**
 * Keeps a screen open: tries until it is let in, also after its device token has been withdrawn. A screen that nobody
 * knows shows six digits and waits for staff; `institution` says whose staff see it without typing them.
 */
export function keepOpen(code: string, institution: string, onChange: (opening: Opening) => void): () => void {
  let wait = FIRST_WAIT_MS
  let timer: ReturnType<typeof setTimeout> | undefined
  let closed = false
  const after = (ms: number, what: () => Promise<void>) => {
    clearTimeout(timer)
    if (!closed) timer = setTimeout(() => void what(), ms)
  }
  const later = () => {
    after(wait, open)
    wait = Math.min(LONGEST_WAIT_MS, wait * 2)
  }
  const say = (opening: Opening) => {
    if (!closed) onChange(opening)
  }
  const show = (opened: Opened) => {
    remember(`screen.${code}`, opened.token)
    remember(`screen.${code}.secret`, '')
    wait = FIRST_WAIT_MS
    const post = createPost({ token: () => opened.token, renew: noRenewal, language })
    const getToken = async () => {
      try {
        return (await post('/api/access/renew-connection', {}, 'command')).connection_token
      } catch (error) {
        // The device token is no longer good: ask to be let in anew.
        if (statusOf(error) === 401) later()
        throw error
      }
    }
    say({ phase: 'open', opened, post, getToken })
  }
  const ask = async () => {
    const post = createPost({ token: () => null, renew: noRenewal, language })
    try {
      const { digits, secret } = await post('/api/queue/request-pairing', { institution }, 'command')
      remember(`screen.${code}.secret`, secret)
      remember(`screen.${code}.digits`, digits)
      wait = FIRST_WAIT_MS
      say({ phase: 'pairing', digits })
      after(LOOK_MS, open)
    } catch (error) {
      const said = refusal(error)
      if (said !== null) say({ phase: 'refused', detail: said.detail })
      later()
    }
  }
  const refused = (problem: ApiProblem) => {
    if (problem.code === 'queue.pairing_waits') {
      say({ phase: 'pairing', digits: stored(code, 'digits') })
      after(LOOK_MS, open)
    } else if (problem.code === 'queue.pairing_refused') {
      remember(`screen.${code}.secret`, '')
      say({ phase: 'refused', detail: problem.detail })
      after(AFTER_REFUSAL_MS, open)
    } else if (problem.status === 403 || problem.status === 404) void ask()
    else {
      say({ phase: 'refused', detail: problem.detail })
      later()
    }
  }
  const open = async () => {
    const token = stored(code, 'token')
    const post = createPost({ token: () => (token === '' ? null : token), renew: noRenewal, language })
    try {
      const opened = await post('/api/queue/open-screen', { code, secret: stored(code, 'secret') }, 'command')
      if (!closed) show(opened)
    } catch (error) {
      if (closed) return
      const said = refusal(error)
      if (said === null) later()
      else refused(said)
    }
  }
  void open()
  return () => {
    closed = true
    clearTimeout(timer)
  }
}
