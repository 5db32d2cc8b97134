import { expect, it } from 'vitest'

import { downloaded } from './downloading'
import { ApiProblem } from './problem'

const TEXT = 'the whole of the file'

function part(from: number, until: number, etag: string, promised = TEXT.length - from): Response {
  const headers = { etag, 'content-type': 'application/zip', 'content-length': String(promised) }
  return new Response(TEXT.slice(from, until), { status: from === 0 ? 200 : 206, headers })
}

it('goes on where it broke off, for as long as the file is the same', async () => {
  const asked: Readonly<Record<string, string>>[] = []
  const told: number[] = []
  const blob = await downloaded((headers) => {
    asked.push(headers)
    return Promise.resolve(asked.length === 1 ? part(0, 9, '"a"') : part(9, TEXT.length, '"a"'))
  }, (percent) => told.push(percent), 0)
  expect(await blob.text()).toBe(TEXT)
  expect(blob.type).toBe('application/zip')
  expect(asked).toEqual([{}, { Range: 'bytes=9-', 'If-Range': '"a"' }])
  expect(told.at(-1)).toBe(100)
})

it('begins anew when it has become another file', async () => {
  let asked = 0
  const blob = await downloaded(() => Promise.resolve(++asked === 1 ? part(0, 9, '"a"') : part(0, TEXT.length, '"b"')), () => undefined, 0)
  expect(await blob.text()).toBe(TEXT)
})

it('gives up when nothing comes any more, and at once when it is refused', async () => {
  let asked = 0
  const gone = () => {
    asked += 1
    return Promise.reject(new ApiProblem(0, 'unreachable', ''))
  }
  await expect(downloaded(gone, () => undefined, 0)).rejects.toThrow(ApiProblem)
  expect(asked).toBe(8)
  const refused = () => Promise.reject(new ApiProblem(404, 'not_found', ''))
  await expect(downloaded(refused, () => undefined, 0)).rejects.toMatchObject({ status: 404 })
})
