import { Hono } from 'hono'
import { courseAnswerSchema, courseListSchema, type ListedCourse } from '#shared/course.ts'
import { tableQuerySchema } from '#shared/figures.ts'
import { importsSchema, type Import } from '#shared/import.ts'
import { notFound } from '../api-error.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { accept, noQuery } from '../middleware/accept.ts'
import { courseAccess } from '../middleware/course-access.ts'
import { csv } from '../middleware/csv.ts'
import { describe } from '../middleware/describe.ts'
import { cachingOf, entityTag, isFresh } from '../middleware/entity-tag.ts'
import { coursesOf } from '../queries/courses-of.ts'
import { visitsByWeek } from '../queries/visits-by-week.ts'
import { listImports } from '../repositories/imports.ts'
import { courseOf } from '../shaping/courses.ts'
import { tableOf } from '../shaping/csv.ts'
import { importOf } from '../shaping/imports.ts'
import { weekRow } from '../shaping/week-table.ts'
import { beforeAfterRoutes } from './before-after.ts'
import { classMedianRoutes } from './class-medians.ts'
import { eventCalendarRoutes } from './events-calendar.ts'
import { eventCopyRoutes } from './events-copy.ts'
import { eventRoutes } from './events.ts'
import { resourceRoutes } from './resources.ts'
import { searchRoutes } from './search.ts'
import { studentPageRoutes } from './student-page.ts'
import { studentLeftOutRoutes } from './students-left-out.ts'
import { studentRoutes } from './students.ts'
import { topRoutes } from './top.ts'
import { visitRoutes } from './visits.ts'

const tag = 'Courses'

/** Everything below `/api/courses`. Access to a course is checked once, here, for all that belongs to it. */
export function courseRoutes(deps: Deps) {
  return (
    new Hono<SiteEnv>()
      .route('/', courseListRoutes(deps))
      .use('/:courseId/*', courseAccess(deps))
      .route('/:courseId', courseOverviewRoutes(deps))
      .route('/:courseId', visitRoutes(deps))
      .route('/:courseId/top', topRoutes(deps))
      // Before the routes that take any id in the same place.
      .route('/:courseId', beforeAfterRoutes(deps))
      .route('/:courseId', classMedianRoutes(deps))
      .route('/:courseId/resources', resourceRoutes(deps))
      .route('/:courseId', studentRoutes(deps))
      .route('/:courseId', studentPageRoutes(deps))
      .route('/:courseId', studentLeftOutRoutes(deps))
      .route('/:courseId/events', eventRoutes(deps))
      .route('/:courseId/events', eventCopyRoutes(deps))
      .route('/:courseId', eventCalendarRoutes(deps))
      .route('/:courseId/search', searchRoutes(deps))
  )
}

function courseListRoutes({ db, version }: Deps) {
  return new Hono<SiteEnv>().get(
    '/',
    describe({ tag, summary: 'Courses one may see', answer: courseListSchema, hasCsv: true }),
    accept('query', tableQuerySchema),
    csv<{ courses: ListedCourse[] }>('courses', ({ courses }) =>
      tableOf(courses, [
        ...(['id', 'code', 'title', 'offering', 'startDate', 'endDate', 'weeks'] as const),
        ...(['timeZone', 'students', 'lastActivityAt', 'importing'] as const),
      ]),
    ),
    async (c) => {
      const rows = await coursesOf(db, c.get('user'))
      const isCopy = c.req.valid('query').format === 'csv'
      const caching = isCopy ? undefined : cachingOf(entityTag(version, rows))
      if (caching && isFresh(c.req.header('If-None-Match'), caching.ETag)) {
        return c.body(null, 304, caching)
      }
      const cells = await visitsByWeek(
        db,
        rows.map(({ id }) => id),
      )
      const cellsOf = Map.groupBy(cells, ({ courseId }) => courseId)
      const courses = rows.map((row) => ({
        ...courseOf(row),
        visitsByWeek: weekRow(row, cellsOf.get(row.id) ?? []).weeks,
      }))
      return c.json({ courses }, 200, caching)
    },
  )
}

function courseOverviewRoutes({ db, version }: Deps) {
  return new Hono<SiteEnv>()
    .get(
      '/',
      describe({ tag, summary: 'One course', answer: courseAnswerSchema, problems: [404] }),
      noQuery,
      async (c) => {
        const [row] = await coursesOf(db, c.get('user'), [c.get('course').id])
        if (!row) throw notFound()
        const caching = cachingOf(entityTag(version, row))
        if (isFresh(c.req.header('If-None-Match'), caching.ETag)) return c.body(null, 304, caching)
        return c.json({ course: courseOf(row) }, 200, caching)
      },
    )
    .get(
      '/imports',
      describe({
        tag,
        summary: 'What exports brought, newest first',
        answer: importsSchema,
        problems: [404],
        hasCsv: true,
      }),
      accept('query', tableQuerySchema),
      csv<{ imports: Import[] }>('imports', ({ imports }) =>
        tableOf(imports, ['id', 'fileName', 'sizeBytes', 'state', 'createdAt', 'finishedAt']),
      ),
      async (c) => {
        const rows = await listImports(db, { courseId: c.get('course').id })
        return c.json({ imports: rows.map(importOf) })
      },
    )
}
