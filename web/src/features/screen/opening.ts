import { type Answer, createPost } from '@/shared/api/post'
import { ApiProblem, statusOf } from '@/shared/api/problem'
import { recall, remember } from '@/shared/ui/stored'

export type Opened = Answer<'/api/queue/open-screen'>

export type Opening =
  | { readonly phase: 'opening' }
  | { readonly phase: 'refused'; readonly detail: string }
  | { readonly phase: 'open'; readonly opened: Opened; readonly getToken: () => Promise<string> }

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 30_000

const language = () => 'zh-CN'

/** The device token that this browser was given; unreadable storage means none. */
function storedToken(code: string): string | null {
  const token = recall(`screen.${code}`)
  return token === null || token === '' ? null : token
}

/** Keeps a screen open: tries until it is let in, also after its device token has been withdrawn. */
export function keepOpen(code: string, onChange: (opening: Opening) => void): () => void {
  let wait = FIRST_WAIT_MS
  let timer: ReturnType<typeof setTimeout> | undefined
  let closed = false
  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void open(), wait)
    wait = Math.min(LONGEST_WAIT_MS, wait * 2)
  }
  const show = (opened: Opened) => {
    const post = createPost({ token: () => opened.token, renew: () => Promise.resolve(false), language })
    const getToken = async () => {
      try {
        return (await post('/api/access/renew-connection', {}, 'command')).connection_token
      } catch (error) {
        // The device token is no longer good: ask to be let in anew.
        if (statusOf(error) === 401 && !closed) later()
        throw error
      }
    }
    onChange({ phase: 'open', opened, getToken })
  }
  const open = async () => {
    const post = createPost({ token: () => storedToken(code), renew: () => Promise.resolve(false), language })
    try {
      const opened = await post('/api/queue/open-screen', { code }, 'command')
      if (closed) return
      remember(`screen.${code}`, opened.token)
      wait = FIRST_WAIT_MS
      show(opened)
    } catch (error) {
      if (closed) return
      const refused = error instanceof ApiProblem && (error.status === 403 || error.status === 404)
      if (refused) onChange({ phase: 'refused', detail: error.detail })
      later()
    }
  }
  void open()
  return () => {
    closed = true
    clearTimeout(timer)
  }
}
