import { expect, it } from 'vitest'

import { isOpen, type Job, percentOf } from './useJobs'

const job = (more: Partial<Job>): Job => ({
  job_id: '1', kind: 'a.b', zh: '', en: '', state: 'running', cancelling: false, done: 0, total: null, counts: {}, file_id: null,
  error_zh: '', error_en: '', created_at: '', ended_at: null, ...more,
})

it('tells how far a job is, and nothing where nobody knows', () => {
  expect(percentOf(job({}))).toBeNull()
  expect(percentOf(job({ total: 0 }))).toBeNull()
  expect(percentOf(job({ done: 999, total: 1000 }))).toBe(99)
  expect(percentOf(job({ state: 'done', total: 0 }))).toBe(100)
})

it('counts what waits or runs as open', () => {
  expect(['queued', 'running', 'done', 'failed', 'cancelled'].filter((state) => isOpen(job({ state })))).toEqual(['queued', 'running'])
})
