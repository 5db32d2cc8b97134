import i18next from 'i18next'

import { ApiProblem } from '@/shared/api/problem'

/** What to tell the user about a failure: the server's own words, else ours. */
export function explain(error: unknown): string {
  if (error instanceof ApiProblem && error.detail !== '') return error.detail
  const unreachable = error instanceof ApiProblem && error.unreachable
  return unreachable ? i18next.t('error.unreachable') : i18next.t('error.other')
}
