import { ApiProblem } from './problem'

export interface SendOptions {
  readonly signal?: AbortSignal | undefined
  /** Told how much has been sent, in percent. */
  readonly onProgress?: ((percent: number) => void) | undefined
}

/** Sends a body by `XMLHttpRequest`, because `fetch` does not tell how much of it has gone. */
export function send(path: string, headers: Headers, body: Blob, { signal, onProgress }: SendOptions): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const abort = () => request.abort()
    request.open('POST', path)
    headers.forEach((value, name) => request.setRequestHeader(name, value))
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress?.(Math.floor((event.loaded / event.total) * 100))
    }
    request.onload = () => {
      const type = request.getResponseHeader('content-type') ?? ''
      resolve(new Response(request.responseText, { status: request.status, headers: { 'content-type': type } }))
    }
    request.onerror = () => reject(new ApiProblem(0, 'unreachable', ''))
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'))
    request.onloadend = () => signal?.removeEventListener('abort', abort)
    if (signal?.aborted === true) {
      reject(new DOMException('aborted', 'AbortError'))
      return
    }
    signal?.addEventListener('abort', abort)
    request.send(body)
  })
}
