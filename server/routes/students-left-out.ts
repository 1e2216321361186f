import { Hono } from 'hono'
import { inDbTransaction } from '#drizzle/db.ts'
import { studentAnswerSchema, studentChangeSchema } from '#shared/student-page.ts'
import { audit } from '../auth/audit.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { accept, noQuery } from '../middleware/accept.ts'
import { describe } from '../middleware/describe.ts'
import { setLeftOut } from '../repositories/left-out.ts'
import { studentOf } from '../shaping/students.ts'
import { foundStudent } from './found.ts'

/** Leaves a student out of the figures: the choice holds at once, the workers bring the figures after it. */
export function studentLeftOutRoutes(deps: Deps) {
  const { pool, now } = deps
  return new Hono<SiteEnv>().patch(
    '/students/:studentId',
    describe({
      tag: 'Students',
      summary: 'Leave a student out of the figures, or take them in again',
      answer: studentAnswerSchema,
      problems: [403, 404],
    }),
    noQuery,
    accept('json', studentChangeSchema),
    async (c) => {
      const course = c.get('course')
      const courseId = course.id
      const { leftOut } = c.req.valid('json')
      const row = await inDbTransaction(pool, async (db) => {
        const known = await foundStudent(db, course, c.req.param('studentId'))
        const { userNo } = known
        await setLeftOut(db, { courseId, userNo, leftOut })
        const detail = { student: studentOf(course, known).id }
        const action = leftOut ? 'student.left_out' : 'student.taken_in'
        await audit(c, { db, now }, action, { courseId, detail })
        return { ...known, leftOut }
      })
      await nudge(deps, courseId)
      return c.json({ student: studentOf(course, row) })
    },
  )
}

/** Only so that it is done sooner: the course's row remembers it, and the scheduler asks again. */
async function nudge({ publish, log }: Deps, courseId: number): Promise<void> {
  await publish({ job: 'recount-course', courseId }).catch((error: unknown) => {
    log.warn({ err: error, courseId }, 'the workers will be asked to count later')
  })
}
