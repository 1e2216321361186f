import type { MiddlewareHandler } from 'hono'
import { notFound } from '../api-error.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { audit } from '../auth/audit.ts'
import { accessibleCourse } from '../queries/accessible-course.ts'

/**
 * The only way to a course: its owners and administrators get it as `course`, everyone else the same 404
 * as for a course that does not exist.
 */
export function courseAccess({ db, now }: Pick<Deps, 'db' | 'now'>): MiddlewareHandler<SiteEnv> {
  return async function courseAccess(c, next) {
    const written = c.req.param('courseId') ?? ''
    if (!/^[1-9]\d{0,8}$/.test(written)) throw notFound()
    const courseId = Number(written)
    const course = await accessibleCourse(db, courseId, c.get('user'))
    if (!course) {
      await audit(c, { db, now }, 'course.denied', { detail: { courseId } })
      throw notFound()
    }
    c.set('course', course)
    return next()
  }
}
