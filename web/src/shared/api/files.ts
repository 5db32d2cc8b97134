import { downloaded } from './downloading'
import type { PostOptions } from './post'
import { ApiProblem, readProblem } from './problem'
import { send, type SendOptions } from './sending'

/** What the server says about a file; its content comes from `open`. */
export interface KeptFile {
  readonly file_id: string
  readonly name: string
  readonly size: number
  readonly media_type: string
}

export interface Files {
  /** Uploads a file; it waits a day for a command to claim it. `purpose` has its limits checked at once. */
  upload: (file: File, purpose?: string, options?: SendOptions) => Promise<KeptFile>
  /** The content of a file. For a picture or frame make an object URL of it, and revoke that in the end. */
  open: (fileId: string, signal?: AbortSignal) => Promise<Blob>
  /** The same for large files: told in percent how far it is, and it goes on where the network broke off. */
  download: (fileId: string, onProgress: (percent: number) => void) => Promise<Blob>
}

const PATH = '/api/files'

/** Files go in and out with the bearer token, which an `<img src>` could not send. */
export function createFiles(options: PostOptions): Files {
  const headersOf = (more: Readonly<Record<string, string>>): Headers => {
    const token = options.token()
    const headers = new Headers(more)
    headers.set('Accept-Language', options.language())
    if (token !== null) headers.set('Authorization', `Bearer ${token}`)
    return headers
  }
  const once = async (ask: () => Promise<Response>): Promise<Response> => {
    const response = await ask().catch((error: unknown) => {
      if (error instanceof ApiProblem || (error instanceof DOMException && error.name === 'AbortError')) throw error
      throw new ApiProblem(0, 'unreachable', '', String(error))
    })
    if (!response.ok) throw await readProblem(response)
    return response
  }
  /** Asks anew with a new access token when the old one has expired. */
  const asked = async (ask: () => Promise<Response>): Promise<Response> => {
    try {
      return await once(ask)
    } catch (error) {
      const expired = error instanceof ApiProblem && error.status === 401
      if (!expired || !(await options.renew())) throw error
      return once(ask)
    }
  }
  return {
    upload: async (file, purpose, more = {}) => {
      const path = purpose === undefined ? PATH : `${PATH}?purpose=${encodeURIComponent(purpose)}`
      const headers = { 'Content-Type': 'application/octet-stream', 'X-File-Name': encodeURIComponent(file.name) }
      const response = await asked(() => send(path, headersOf(headers), file, more))
      return (await response.json()) as KeptFile
    },
    open: async (fileId, signal) => {
      const init: RequestInit = { credentials: 'same-origin', ...(signal === undefined ? {} : { signal }) }
      const response = await asked(() => fetch(`${PATH}/${encodeURIComponent(fileId)}`, { ...init, headers: headersOf({}) }))
      return response.blob()
    },
    download: (fileId, onProgress) => {
      const part = (more: Readonly<Record<string, string>>) =>
        asked(() => fetch(`${PATH}/${encodeURIComponent(fileId)}`, { credentials: 'same-origin', headers: headersOf(more) }))
      return downloaded(part, onProgress)
    },
  }
}

/** Has the browser save a blob under a name. */
export function saveAs(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
