import { describeRoute, resolver } from 'hono-openapi'
import type { ZodType } from 'zod'
import { problemSchema } from '#shared/problem.ts'

interface Description {
  tag: string
  summary: string
  /** Schema of the answer; without one the answer is empty. */
  answer?: ZodType
  status?: 200 | 201 | 204
  /** Statuses of its problems, besides 400 and 401. */
  problems?: number[]
  hasCsv?: boolean
}

const problem = { 'application/problem+json': { schema: resolver(problemSchema) } }
const csv = { 'text/csv': { schema: { type: 'string' as const } } }

/** What the API's document says of a route. */
export function describe({ tag, summary, answer, status, problems = [], hasCsv }: Description) {
  const content = answer && {
    'application/json': { schema: resolver(answer) },
    ...(hasCsv ? csv : {}),
  }
  const failures = [400, 401, ...problems].map((code) => [
    code,
    { description: 'A problem', content: problem },
  ])
  return describeRoute({
    tags: [tag],
    summary,
    responses: {
      [status ?? (answer ? 200 : 204)]: { description: 'Done', ...(content ? { content } : {}) },
      ...(Object.fromEntries(failures) as object),
    },
  })
}
