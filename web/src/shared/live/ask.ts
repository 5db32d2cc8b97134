import type { Centrifuge } from 'centrifuge'

import type { Post } from '@/shared/api/post'
import { ApiProblem } from '@/shared/api/problem'
import { language } from '@/shared/i18n/i18n'

const REFUSED = 4000

/** Asks over the live connection, under the same names as over HTTP; for questions that come often. */
export function createAsk(client: Centrifuge): Post {
  return async (path, body) => {
    try {
      const answer = await client.rpc(path.replace('/api/', ''), { ...body, language: language() })
      return answer.data as never
    } catch (error) {
      throw problemOf(error as { readonly code?: number; readonly message?: string })
    }
  }
}

/** 4000 and the HTTP status is the house's refusal; anything else means that there was no answer. */
function problemOf({ code = 0, message = '' }: { readonly code?: number; readonly message?: string }): ApiProblem {
  return code > REFUSED ? new ApiProblem(code - REFUSED, 'rpc', message) : new ApiProblem(0, 'unreachable', '', message)
}
