import type { paths } from '@/generated/api'

import { ApiProblem, readProblem } from './problem'

export type Path = keyof paths
export type Body<P extends Path> = paths[P]['post']['requestBody']['content']['application/json']
export type Answer<P extends Path> = paths[P]['post']['responses'][200]['content']['application/json']

/** Asks the server. `command` gives the request an idempotency key, so that repeating it does it once. */
export type Post = <P extends Path>(path: P, body: Body<P>, command?: 'command') => Promise<Answer<P>>

export interface PostOptions {
  /** The access token of the moment, if there is one. */
  token: () => string | null
  /** Gets a new access token after a 401; false when there is none to be had. */
  renew: () => Promise<boolean>
  /** The language in which refusals should be written. */
  language: () => string
}

const TIMEOUT_MS = 15_000
const RETRY_AFTER_MS = 400

export async function postOnce<P extends Path>(path: P, body: Body<P>, headers: Record<string, string>): Promise<Answer<P>> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
    credentials: 'same-origin',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => {
    throw new ApiProblem(0, 'unreachable', '', String(error))
  })
  if (!response.ok) throw await readProblem(response)
  return (await response.json()) as Answer<P>
}

/** `crypto.randomUUID` is missing on plain http outside loopback, where a hospital's intranet may well be. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function withRetry<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt()
  } catch (error) {
    if (!(error instanceof ApiProblem) || !error.unreachable) throw error
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS))
    return attempt()
  }
}

/** A `Post` that carries the token, renews it once after a 401, and repeats once what may not have arrived. */
export function createPost(options: PostOptions): Post {
  return async (path, body, command) => {
    const key = command === undefined ? {} : { 'Idempotency-Key': newKey() }
    const attempt = () => {
      const token = options.token()
      const bearer = token === null ? {} : { Authorization: `Bearer ${token}` }
      return postOnce(path, body, { 'Accept-Language': options.language(), ...bearer, ...key })
    }
    try {
      return await withRetry(attempt)
    } catch (error) {
      const expired = error instanceof ApiProblem && error.status === 401
      if (!expired || !(await options.renew())) throw error
      return withRetry(attempt)
    }
  }
}
