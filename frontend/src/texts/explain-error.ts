import { ApiError, Unreachable } from '../api/api-error.ts'
import { texts } from './texts.ts'

/** What went wrong and what to do, in a sentence or two. */
export function explainError(error: unknown): string {
  const t = texts.errors
  if (error instanceof Unreachable) return t.unreachable
  if (!(error instanceof ApiError)) return t.other
  if (error.status === 404) return t.notFound
  if (error.status === 403) return t.forbidden
  if (error.status === 429) return t.tooMany
  if (error.status === 503) return t.maintenance
  if (error.status >= 500) return t.server
  return error.message
}
