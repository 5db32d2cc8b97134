import { useQuery, useQueryClient } from '@tanstack/react-query'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'

export const PATH = 'samples/sample'
export type Detail = Answer<'/api/samples/open-sample'>

/** One patient's submission with its flow, asked again whenever the list hears of a change. */
export function useSample(sampleId: string): { readonly sample: Detail | undefined; readonly error: unknown } {
  const { post } = useBackend()
  // The list page invalidates everything below its key when the server says that something changed.
  const found = useQuery({
    queryKey: ['resource', PATH, 'sheet', sampleId],
    queryFn: () => post('/api/samples/open-sample', { sample_id: sampleId }),
  })
  return { sample: found.data, error: found.error }
}

/** Does a step, and shows the newest state whatever came of it. */
export function useStep(): (step: () => Promise<unknown>) => Promise<unknown> {
  const queries = useQueryClient()
  return (step) => step().finally(() => void queries.invalidateQueries({ queryKey: ['resource', PATH] }))
}
