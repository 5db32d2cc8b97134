import type { PostOptions } from './post'
import { ApiProblem, readProblem } from './problem'

/** What the server says about a file; its content comes from `open`. */
export interface KeptFile {
  readonly file_id: string
  readonly name: string
  readonly size: number
  readonly media_type: string
}

export interface Files {
  /** Uploads a file; it waits a day for a command to claim it. `purpose` has its limits checked at once. */
  upload: (file: File, purpose?: string, signal?: AbortSignal) => Promise<KeptFile>
  /** The content of a file. For a picture or frame make an object URL of it, and revoke that in the end. */
  open: (fileId: string, signal?: AbortSignal) => Promise<Blob>
}

const PATH = '/api/files'

/** Files go in and out with the bearer token, which an `<img src>` could not send. */
export function createFiles(options: PostOptions): Files {
  const once = async (path: string, init: RequestInit): Promise<Response> => {
    const token = options.token()
    const headers = new Headers(init.headers)
    headers.set('Accept-Language', options.language())
    if (token !== null) headers.set('Authorization', `Bearer ${token}`)
    const response = await fetch(path, { ...init, headers, credentials: 'same-origin' }).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'AbortError') throw error
      throw new ApiProblem(0, 'unreachable', '', String(error))
    })
    if (!response.ok) throw await readProblem(response)
    return response
  }
  const ask = async (path: string, init: RequestInit): Promise<Response> => {
    try {
      return await once(path, init)
    } catch (error) {
      const expired = error instanceof ApiProblem && error.status === 401
      if (!expired || !(await options.renew())) throw error
      return once(path, init)
    }
  }
  return {
    upload: async (file, purpose, signal) => {
      const path = purpose === undefined ? PATH : `${PATH}?purpose=${encodeURIComponent(purpose)}`
      const headers = { 'Content-Type': 'application/octet-stream', 'X-File-Name': encodeURIComponent(file.name) }
      const response = await ask(path, { method: 'POST', headers, body: file, ...(signal === undefined ? {} : { signal }) })
      return (await response.json()) as KeptFile
    },
    open: async (fileId, signal) => {
      const response = await ask(`${PATH}/${encodeURIComponent(fileId)}`, signal === undefined ? {} : { signal })
      return response.blob()
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
