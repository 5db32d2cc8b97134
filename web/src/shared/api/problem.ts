/** What is wrong with one field of the input. */
export interface FieldProblem {
  readonly field: string
  readonly message: string
}

/** A refusal of the server, or a failure to reach it; `detail` is written for the user, in his language. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly traceId = '',
    readonly fields: readonly FieldProblem[] = [],
  ) {
    super(detail)
    this.name = 'ApiProblem'
  }

  /** True when the request may never have arrived: worth one more try with the same key. */
  get unreachable(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503
  }
}

/** The status of a failure; 0 when the server could not be reached or the failure is of another kind. */
export function statusOf(error: unknown): number {
  return error instanceof ApiProblem ? error.status : 0
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Reads an error answer; a body that is no problem+json (a proxy's page) leaves `detail` empty. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const type = response.headers.get('content-type') ?? ''
  if (!type.includes('json')) return new ApiProblem(response.status, 'http', '')
  const body = (await response.json().catch(() => ({}))) as {
    code?: unknown; detail?: unknown; trace_id?: unknown; errors?: readonly FieldProblem[]
  }
  return new ApiProblem(response.status, text(body.code), text(body.detail), text(body.trace_id), body.errors ?? [])
}
