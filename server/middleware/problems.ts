import { STATUS_CODES } from 'node:http'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { LockTaken } from '#drizzle/named-lock.ts'
import type { Problem } from '#shared/problem.ts'
import { ApiError } from '../api-error.ts'
import { Busy } from '../auth/slots.ts'
import type { SiteEnv } from '../deps.ts'

/** The one place that turns errors into answers: RFC 9457, and never a word of what only the log may know. */
export function answerProblem(error: Error, c: Context<SiteEnv>): Response {
  const known = knownError(error)
  if (!known) c.env.frame.log.error({ err: error }, 'request failed')
  const { status, message, errors, headers } = known ?? unexpected
  const problem: Problem = { type: 'about:blank', title: titleOf(status), status, detail: message }
  return c.body(JSON.stringify(errors ? { ...problem, errors } : problem), status, {
    ...headers,
    'Content-Type': 'application/problem+json',
  })
}

const unexpected = new ApiError(500, 'Something went wrong on our side. It has been noted.')

function knownError(error: Error): ApiError | null {
  if (error instanceof ApiError) return error
  if (error instanceof Busy || error instanceof LockTaken) {
    return new ApiError(503, 'Too much is going on just now.', { headers: { 'Retry-After': '5' } })
  }
  // Hono's own: a body that is not JSON, a body that is too large.
  if (error instanceof HTTPException && error.status < 500) {
    return new ApiError(error.status, error.message)
  }
  return null
}

const titleOf = (status: number) => STATUS_CODES[status] ?? 'Error'
