import { ApiProblem } from './problem'

/** Asks for a file, with headers that may name a part of it. */
export type AskPart = (headers: Readonly<Record<string, string>>) => Promise<Response>

const TRIES = 8
const PAUSE_MS = 1000
/** Pieces become blobs, which browsers keep on disk when they grow. */
const PIECE = 8 * 1024 * 1024

interface Got {
  readonly pieces: Blob[]
  bytes: number
  etag: string
  type: string
}

/** A whole file; what breaks off goes on where it was, as long as the file is still the same. */
export async function downloaded(ask: AskPart, onProgress: (percent: number) => void, pause = PAUSE_MS): Promise<Blob> {
  const got: Got = { pieces: [], bytes: 0, etag: '', type: '' }
  for (let tried = 1; ; tried += 1) {
    const before = got.bytes
    try {
      await take(ask, got, onProgress)
      return new Blob(got.pieces, { type: got.type })
    } catch (error) {
      const broken = error instanceof TypeError || (error instanceof ApiProblem && error.unreachable)
      if (!broken) throw error
      // What made progress may go on for as long as it takes.
      if (got.bytes > before) tried = 0
      if (tried >= TRIES) throw error instanceof ApiProblem ? error : new ApiProblem(0, 'unreachable', '', String(error))
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}

async function take(ask: AskPart, got: Got, onProgress: (percent: number) => void): Promise<void> {
  const response = await ask(got.bytes === 0 ? {} : { Range: `bytes=${got.bytes}-`, 'If-Range': got.etag })
  if (response.status !== 206) {
    // Another file than the one that was begun, or the first time.
    got.pieces.length = 0
    got.bytes = 0
  }
  got.etag = response.headers.get('etag') ?? ''
  got.type = response.headers.get('content-type') ?? ''
  const total = got.bytes + Number(response.headers.get('content-length') ?? 0)
  const reader = response.body?.getReader()
  if (reader === undefined) return
  let waiting: BlobPart[] = []
  let size = 0
  const settle = () => {
    if (size === 0) return
    got.pieces.push(new Blob(waiting))
    waiting = []
    size = 0
  }
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      waiting.push(value)
      size += value.byteLength
      got.bytes += value.byteLength
      if (size >= PIECE) settle()
      if (total > 0) onProgress(Math.floor((got.bytes / total) * 100))
    }
  } finally {
    settle()
  }
  if (got.bytes < total) throw new TypeError('broken off')
}
