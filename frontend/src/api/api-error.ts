import type { Problem } from '#shared/problem.ts'

/** The API answered with an error; `problem` is what it said. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly status: number
  readonly problem: Problem
  /** From `Retry-After`, where the server asks for patience. */
  readonly retryAfterSeconds: number | null

  constructor(problem: Problem, retryAfterSeconds: number | null) {
    super(problem.detail ?? problem.title)
    this.status = problem.status
    this.problem = problem
    this.retryAfterSeconds = retryAfterSeconds
  }

  /** The message for one field of the request, as the server put it. */
  fieldMessage(path: string): string | undefined {
    return this.problem.errors?.find((error) => error.path === path)?.message
  }
}

/** There is no such thing, or none that this person may see. */
export const isNotFound = (error: unknown): boolean =>
  error instanceof ApiError && error.status === 404

/** No answer came at all: no network, or no server. */
export class Unreachable extends Error {
  override name = 'Unreachable'
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'title' in body && 'status' in body

/** Reads the error out of an answer; one from a proxy in between may not be a problem document. */
export async function readError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null)
  const problem = isProblem(body)
    ? body
    : { type: 'about:blank', title: response.statusText, status: response.status }
  const seconds = Number(response.headers.get('retry-after') ?? NaN)
  return new ApiError(problem, Number.isFinite(seconds) ? seconds : null)
}
