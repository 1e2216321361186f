import { Hono } from 'hono'
import {
  adminCourseAnswerSchema,
  adminCourseListSchema,
  courseChangeSchema,
  newCourseSchema,
  type AdminCourse,
} from '#shared/admin.ts'
import { inDbTransaction, type Db } from '#drizzle/db.ts'
import type { User } from '#shared/session.ts'
import { notFound } from '../../api-error.ts'
import { audit } from '../../auth/audit.ts'
import type { Deps, SiteEnv } from '../../deps.ts'
import { accept, noQuery } from '../../middleware/accept.ts'
import { describe } from '../../middleware/describe.ts'
import { coursesOf } from '../../queries/courses-of.ts'
import { ownersOf } from '../../repositories/course-owners.ts'
import { courseOf } from '../../shaping/courses.ts'
import { changeExistingCourse, createCourse } from '../../repositories/course-changes.ts'
import { numberInPath } from '../found.ts'

const about = (summary: string) => ({
  tag: 'Administration: courses',
  summary,
  problems: [403, 409],
})

export function adminCourseRoutes(deps: Deps) {
  const { db, pool, now, settings } = deps
  return new Hono<SiteEnv>()
    .get(
      '/',
      describe({ ...about('All courses with their owners'), answer: adminCourseListSchema }),
      noQuery,
      async (c) => c.json({ courses: await adminCourses(db, c.get('user')) }),
    )
    .post(
      '/',
      describe({ ...about('Create a course'), answer: adminCourseAnswerSchema, status: 201 }),
      noQuery,
      accept('json', newCourseSchema),
      async (c) => {
        const { timeZone = settings.timeZone, ...rest } = c.req.valid('json')
        const course = await inDbTransaction(pool, async (tx) => {
          const id = await createCourse(tx, { ...rest, timeZone }, now())
          const detail = { owners: rest.ownerIds }
          await audit(c, { db: tx, now }, 'course.created', { courseId: id, detail })
          return existing(tx, c.get('user'), id)
        })
        return c.json({ course }, 201)
      },
    )
    .patch(
      '/:courseId',
      describe({ ...about('Change a course'), answer: adminCourseAnswerSchema }),
      noQuery,
      accept('json', courseChangeSchema),
      async (c) => {
        const id = numberInPath(c.req.param('courseId'))
        const change = c.req.valid('json')
        const course = await inDbTransaction(pool, async (tx) => {
          await changeExistingCourse(tx, id, change)
          const detail = { fields: Object.keys(change), owners: change.ownerIds }
          const action = change.ownerIds ? 'course.owners_changed' : 'course.changed'
          await audit(c, { db: tx, now }, action, { courseId: id, detail })
          return existing(tx, c.get('user'), id)
        })
        return c.json({ course })
      },
    )
}

async function adminCourses(db: Db, user: User, id?: number): Promise<AdminCourse[]> {
  const rows = await coursesOf(db, user, id)
  const owners = await ownersOf(
    db,
    rows.map((row) => row.id),
  )
  return rows.map((row) => ({ ...courseOf(row), ownerIds: owners.get(row.id) ?? [] }))
}

async function existing(db: Db, user: User, id: number): Promise<AdminCourse> {
  const [course] = await adminCourses(db, user, id)
  if (!course) throw notFound()
  return course
}
