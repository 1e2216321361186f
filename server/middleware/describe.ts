import { describeRoute, resolver } from 'hono-openapi'
import type { ZodType } from 'zod'
import { problemSchema } from '#shared/problem.ts'

type Status = 200 | 201 | 202 | 204

interface Description {
  tag: string
  summary: string
  /** Schema of the answer; without one the answer is empty. */
  answer?: ZodType
  /** Media type of an answer that is not JSON. */
  type?: string
  status?: Status
  /** Another status under which the same answer comes. */
  otherStatus?: Status
  /** Statuses of its problems, besides 400 and 401. */
  problems?: readonly number[]
  hasCsv?: boolean
  /** What a body that is not JSON consists of. */
  upload?: keyof typeof uploads
}

const binary = { type: 'string' as const, format: 'binary' }
const uploads = {
  zip: { 'application/zip': { schema: binary } },
  calendar: {
    'text/calendar': { schema: { type: 'string' as const } },
    'multipart/form-data': {
      schema: { type: 'object' as const, properties: { file: binary }, required: ['file'] },
    },
  },
  form: {
    'multipart/form-data': {
      schema: {
        type: 'object' as const,
        properties: { courseId: { type: 'integer' as const }, file: binary },
        required: ['courseId', 'file'],
      },
    },
  },
}
const problem = { 'application/problem+json': { schema: resolver(problemSchema) } }
const csv = { 'text/csv': { schema: { type: 'string' as const } } }

/** What the API's document says of a route. */
export function describe({ tag, summary, problems = [], upload, ...about }: Description) {
  const { answer, status = answer || about.type ? 200 : 204, otherStatus } = about
  const content = contentOf(about)
  const done = { description: 'Done', ...(content ? { content } : {}) }
  const failures = [400, 401, ...problems].map((code) => [
    code,
    { description: 'A problem', content: problem },
  ])
  return describeRoute({
    tags: [tag],
    summary,
    ...(upload ? { requestBody: { required: true, content: uploads[upload] } } : {}),
    responses: {
      [status]: done,
      ...(otherStatus ? { [otherStatus]: done } : {}),
      ...(Object.fromEntries(failures) as object),
    },
  })
}

function contentOf({ answer, type, hasCsv }: Partial<Description>) {
  const schema = answer && { schema: resolver(answer) }
  if (type) return { [type]: schema ?? {} }
  return schema && { 'application/json': schema, ...(hasCsv ? csv : {}) }
}
