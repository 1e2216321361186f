import { validator } from 'hono-openapi'
import type { ZodType } from 'zod'
import type { $ZodIssue } from 'zod/v4/core'
import { noQuerySchema } from '#shared/figures.ts'
import { ApiError, type FieldError } from '../api-error.ts'

/**
 * Checks one part of a request by its schema, which also describes it in the API's document. What does
 * not fit, and every field that the schema does not know, is refused by name.
 */
export function accept<Target extends 'query' | 'json', Schema extends ZodType>(
  target: Target,
  schema: Schema,
) {
  return validator(target, schema, (result, c) => {
    if (target === 'json' && !isJson(c.req.header('Content-Type'))) {
      throw new ApiError(415, 'The body must be JSON, and say so as application/json.')
    }
    if (result.success) return
    throw new ApiError(400, 'The request cannot be used as it is.', {
      errors: (result.error as readonly $ZodIssue[]).flatMap(fieldErrors),
    })
  })
}

/** For routes that take no query at all. */
export const noQuery = accept('query', noQuerySchema)

const isJson = (contentType = '') => /^application\/json\s*(;|$)/i.test(contentType)

function fieldErrors(issue: $ZodIssue): FieldError[] {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key].join('.'),
      message: 'is not known here',
    }))
  }
  return [{ path: path.join('.'), message: issue.message }]
}
