import { Hono } from 'hono'
import {
  adminCourseAnswerSchema,
  adminCourseListQuerySchema,
  adminCourseListSchema,
  courseChangeSchema,
  newCourseSchema,
  type AdminCourse,
} from '#shared/admin.ts'
import { inDbTransaction, type Db } from '#drizzle/db.ts'
import { notFound } from '../../api-error.ts'
import { audit } from '../../auth/audit.ts'
import type { Deps, SiteEnv } from '../../deps.ts'
import { accept, noQuery } from '../../middleware/accept.ts'
import { describe } from '../../middleware/describe.ts'
import { tellWorkers } from '../../imports/tell-workers.ts'
import { listAsCsv, readPart } from '../../middleware/lists.ts'
import { changeExistingCourse, createCourse } from '../../repositories/course-changes.ts'
import { numberInPath } from '../found.ts'
import { courseClearingRoutes } from './course-clearing.ts'
import { courseRemovalRoutes } from './course-removal.ts'
import { adminCourses, courseRows } from './lists.ts'

const about = (summary: string) => ({
  tag: 'Administration: courses',
  summary,
  problems: [403, 409],
})

const one = {
  ...about('One course with its owners'),
  answer: adminCourseAnswerSchema,
  problems: [403, 404],
}

export function adminCourseRoutes(deps: Deps) {
  const { db, pool, now, settings } = deps
  const courses = courseRows(db)
  return new Hono<SiteEnv>()
    .get(
      '/',
      describe({
        ...about('All courses with their owners'),
        answer: adminCourseListSchema,
        hasCsv: true,
      }),
      accept('query', adminCourseListQuerySchema),
      listAsCsv(courses),
      async (c) => c.json({ courses: await readPart(c, courses, c.req.valid('query')) }),
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
          return existing(tx, id)
        })
        return c.json({ course }, 201)
      },
    )
    .get('/:courseId', describe(one), noQuery, async (c) =>
      c.json({ course: await existing(db, numberInPath(c.req.param('courseId'))) }),
    )
    .patch(
      '/:courseId',
      describe({ ...about('Change a course'), answer: adminCourseAnswerSchema }),
      noQuery,
      accept('json', courseChangeSchema),
      async (c) => {
        const id = numberInPath(c.req.param('courseId'))
        const change = c.req.valid('json')
        const { course, isStale } = await inDbTransaction(pool, async (tx) => {
          const isStale = await changeExistingCourse(tx, id, change, now())
          const detail = { fields: Object.keys(change), owners: change.ownerIds }
          const action = change.ownerIds ? 'course.owners_changed' : 'course.changed'
          await audit(c, { db: tx, now }, action, { courseId: id, detail })
          return { course: await existing(tx, id), isStale }
        })
        if (isStale) await tellWorkers(deps, { job: 'rebuild-figures', courseId: id })
        return c.json({ course })
      },
    )
    .route('/', courseClearingRoutes(deps))
    .route('/', courseRemovalRoutes(deps))
}

async function existing(db: Db, id: number): Promise<AdminCourse> {
  const [course] = await adminCourses(db, [id])
  if (!course) throw notFound()
  return course
}
