import { Hono } from 'hono'
import { inDbTransaction } from '#drizzle/db.ts'
import { courseClearingSchema } from '#shared/admin.ts'
import { badField, notFound } from '../../api-error.ts'
import { audit } from '../../auth/audit.ts'
import type { Deps, SiteEnv } from '../../deps.ts'
import { askWorkers, requireNoneRunning } from '../../imports/ask-workers.ts'
import { accept, noQuery } from '../../middleware/accept.ts'
import { describe } from '../../middleware/describe.ts'
import { lockCourse } from '../../repositories/courses.ts'
import { numberInPath } from '../found.ts'

/** Empties a course of all that was imported: asked for here, done by a worker. */
export function courseClearingRoutes(deps: Deps) {
  const { pool, now } = deps
  return new Hono<SiteEnv>().post(
    '/:courseId/clear',
    describe({
      tag: 'Administration: courses',
      summary: 'Empty a course of all imported data; owners, events and who is left out stay',
      status: 202,
      problems: [403, 404, 409, 503],
    }),
    noQuery,
    accept('json', courseClearingSchema),
    async (c) => {
      const courseId = numberInPath(c.req.param('courseId'))
      await inDbTransaction(pool, async (tx) => {
        const course = await lockCourse(tx, courseId)
        if (!course) throw notFound()
        if (course.code !== c.req.valid('json').code) {
          throw badField('code', 'is not the code of this course')
        }
        await requireNoneRunning(tx, courseId)
        await audit(c, { db: tx, now }, 'course.cleared', { courseId })
        await askWorkers(deps, { job: 'clear-course', courseId })
      })
      return c.body(null, 202)
    },
  )
}
