import type { ContentfulStatusCode } from 'hono/utils/http-status'

export interface FieldError {
  path: string
  message: string
}

interface Details {
  errors?: FieldError[]
  headers?: Record<string, string>
}

/** What a client may know of an error. Everything else that is thrown is answered as 500 without a word. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly status: ContentfulStatusCode
  readonly errors: FieldError[] | undefined
  readonly headers: Record<string, string>

  constructor(status: ContentfulStatusCode, detail: string, { errors, headers }: Details = {}) {
    super(detail)
    this.status = status
    this.errors = errors
    this.headers = headers ?? {}
  }
}

/** The same words for what does not exist and for what belongs to others. */
export const notFound = () => new ApiError(404, 'There is nothing here.')

export const unauthorised = () => new ApiError(401, 'Sign in first.')

/** A field that is well-formed, but not possible here. */
export const badField = (path: string, message: string) =>
  new ApiError(400, 'The request cannot be used as it is.', { errors: [{ path, message }] })
