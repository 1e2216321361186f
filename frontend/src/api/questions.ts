import type { ClientRequestOptions, InferResponseType } from 'hono/client'
import type { Category } from '#shared/resource-category.ts'
import { api } from './client.ts'

/** A question to the API, not yet asked. Equal addresses are equal questions. */
export interface Question<T> {
  url: string
  /** Asks; gives up when the signal says so. */
  send: (signal?: AbortSignal) => Promise<T>
}

interface Endpoint {
  $get: (args: never, options?: ClientRequestOptions) => Promise<{ json: () => Promise<unknown> }>
  $path: (args: never) => string
}
type Arguments<E extends Endpoint> = Parameters<E['$get']>[0]
/** Errors are thrown on the way: what arrives is the answer of status 200. */
type AnswerOf<E extends Endpoint> = InferResponseType<E['$get'], 200>

function question<E extends Endpoint>(endpoint: E, args: Arguments<E>): Question<AnswerOf<E>> {
  return {
    url: endpoint.$path(args),
    send: async (signal) => {
      const response = await endpoint.$get(args, { init: { signal } })
      return (await response.json()) as AnswerOf<E>
    },
  }
}

const course = api.courses[':courseId']
const of = (courseId: number) => ({ courseId: String(courseId) })
const written = (value: number | undefined) => (value === undefined ? undefined : String(value))

interface Span {
  /** First and last day, `YYYY-MM-DD`. */
  from?: string
  to?: string
}
interface Week {
  week?: number
}

export const me = () => question(api.me, { query: {} })
export const ownSessions = () => question(api.me.sessions, { query: {} })
export const courses = () => question(api.courses, { query: {} })
export const courseById = (id: number) => question(course, { param: of(id), query: {} })

export const dailyVisits = (
  id: number,
  { student, resource, ...span }: Span & { student?: number; resource?: number } = {},
) => {
  const query = { ...span, student: written(student), resource: written(resource) }
  return question(course.visits.daily, { param: of(id), query })
}
export const dailyMetrics = (id: number, { week }: Week = {}) =>
  question(course.metrics.daily, { param: of(id), query: { week: written(week) } })
export const histogram = (
  id: number,
  { week, resource, ...span }: Span & Week & { resource?: number } = {},
) => {
  const query = { ...span, week: written(week), resource: written(resource) }
  return question(course.visits.histogram, { param: of(id), query })
}
export const hours = (id: number, span: Span = {}) =>
  question(course.visits.hours, { param: of(id), query: { ...span } })
export const topResources = (id: number, category: Category, { week }: Week = {}) =>
  question(course.top[category], { param: of(id), query: { week: written(week) } })
export const topStudents = (id: number, { week }: Week = {}) =>
  question(course.top.students, { param: of(id), query: { week: written(week) } })

export const events = (id: number) => question(course.events, { param: of(id), query: {} })

export const resourceVisits = (id: number, query: Span & { category?: Category } = {}) =>
  question(course.resources.visits, { param: of(id), query: { ...query } })
/** With `isBelow` each row counts those of everything below it, too, each student once. */
export const resourceStudents = (
  id: number,
  { category, isBelow = false }: { category?: Category; isBelow?: boolean } = {},
) => {
  const query = { category, below: isBelow ? ('true' as const) : undefined }
  return question(course.resources.students, { param: of(id), query })
}
export const posts = (id: number) => question(course.resources.posts, { param: of(id), query: {} })
export const attempts = (id: number) =>
  question(course.resources.attempts, { param: of(id), query: {} })
export const grades = (id: number) => question(course.grades, { param: of(id), query: {} })

const one = course.resources[':resourceId']
const ofResource = (id: number, resource: number) => ({ ...of(id), resourceId: String(resource) })
export const resourceById = (id: number, resource: number) =>
  question(one, { param: ofResource(id, resource), query: {} })
export const notViewed = (id: number, resource: number, query: Span & { before?: string } = {}) =>
  question(one['not-viewed'], { param: ofResource(id, resource), query: { ...query } })
export const resourcesBeforeAfter = (
  id: number,
  { event, category }: { event: number; category?: Category },
) => {
  const query = { event: String(event), category }
  return question(course.resources['before-after'], { param: of(id), query })
}
export const studentsBeforeAfter = (id: number, { event }: { event: number }) =>
  question(course.students['before-after'], { param: of(id), query: { event: String(event) } })

export const students = (id: number) => question(course.students, { param: of(id), query: {} })
export const studentVisits = (id: number) =>
  question(course.students.visits, { param: of(id), query: {} })
export const studentById = (id: number, student: number, span: Span = {}) => {
  const param = { ...of(id), studentId: String(student) }
  return question(course.students[':studentId'], { param, query: { ...span } })
}
export const classMedians = (id: number, span: Span = {}) =>
  question(course.students.medians, { param: of(id), query: { ...span } })
export const courseImports = (id: number) => question(course.imports, { param: of(id), query: {} })
export const searchCourse = (id: number, q: string) =>
  question(course.search, { param: of(id), query: { q } })
