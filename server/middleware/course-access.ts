import type { Context, MiddlewareHandler } from 'hono'
import { notFound } from '../api-error.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { audit } from '../auth/audit.ts'
import { hasLooked } from '../repositories/audit-log.ts'
import { accessibleCourse, type AccessibleCourse } from '../queries/accessible-course.ts'

type Needs = Pick<Deps, 'db' | 'now'>

/**
 * The only way to a course: its owners and administrators get it as `course`, everyone else the same 404
 * as for a course that does not exist.
 */
export function courseAccess(needs: Needs): MiddlewareHandler<SiteEnv> {
  return async function courseAccess(c, next) {
    const written = c.req.param('courseId') ?? ''
    if (!/^[1-9]\d{0,8}$/.test(written)) throw notFound()
    const course = await courseFor(c, needs, Number(written))
    c.set('course', course)
    if (!course.isOwner || c.get('hijacker')) await noteLook(c, needs, course.id)
    await next()
    if (c.req.query('format') !== 'csv' || c.res.status !== 200) return
    // Who copied what out, so that it can be said who has the data of a student.
    const what = c.req.path.split('/').slice(4).join('/')
    await audit(c, needs, 'figures.exported', { courseId: course.id, detail: { what } })
  }
}

const hour = 3_600_000

/**
 * Writes down that somebody looks at a course which is not theirs: each time it is opened, and once an hour where only
 * parts of it are asked for.
 */
async function noteLook(c: Context<SiteEnv>, needs: Needs, courseId: number): Promise<void> {
  const actorId = c.env.frame.userId ?? 0
  const since = new Date(needs.now().getTime() - hour)
  const isOpened = c.req.path === `/api/courses/${courseId}`
  if (!isOpened && (await hasLooked(needs.db, { actorId, courseId, since }))) return
  await audit(c, needs, 'course.viewed_by_administrator', { courseId })
}

/** A course for the person of this request; where it is none of theirs, throws 404 and leaves a trace. */
export async function courseFor(
  c: Context<SiteEnv>,
  { db, now }: Needs,
  courseId: number,
): Promise<AccessibleCourse> {
  const course = await accessibleCourse(db, courseId, c.get('user'))
  if (course) return course
  await audit(c, { db, now }, 'course.denied', { detail: { courseId } })
  throw notFound()
}
