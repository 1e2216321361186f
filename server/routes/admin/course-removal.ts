import { Hono } from 'hono'
import { inDbTransaction } from '#drizzle/db.ts'
import { courseClearingSchema } from '#shared/admin.ts'
import { badField, notFound } from '../../api-error.ts'
import { audit } from '../../auth/audit.ts'
import type { Deps, SiteEnv } from '../../deps.ts'
import { requireNoneRunning } from '../../imports/ask-workers.ts'
import { tellWorkers } from '../../imports/tell-workers.ts'
import { accept, noQuery } from '../../middleware/accept.ts'
import { describe } from '../../middleware/describe.ts'
import { removeOffering } from '../../repositories/course-removals.ts'
import { lockCourse } from '../../repositories/courses.ts'
import { numberInPath } from '../found.ts'

/** Deletes a course: gone for everybody at once, its rows and files as soon as a worker gets to it. */
export function courseRemovalRoutes(deps: Deps) {
  const { pool, now } = deps
  return new Hono<SiteEnv>().delete(
    '/:courseId',
    describe({
      tag: 'Administration: courses',
      summary: 'Delete a course with everything in it; its code confirms it',
      problems: [403, 404, 409],
    }),
    noQuery,
    accept('json', courseClearingSchema),
    async (c) => {
      const courseId = numberInPath(c.req.param('courseId'))
      const { code } = c.req.valid('json')
      await inDbTransaction(pool, async (tx) => {
        const course = await lockCourse(tx, courseId)
        if (!course) throw notFound()
        if (course.code !== code) throw badField('code', 'is not the code of this course')
        await requireNoneRunning(tx, courseId)
        await removeOffering(tx, courseId, now())
        await audit(c, { db: tx, now }, 'course.deleted', { courseId, detail: { code } })
      })
      await tellWorkers(deps, { job: 'remove-course', courseId })
      return c.body(null, 204)
    },
  )
}
