import { Hono } from 'hono'
import { anyCourseEventListSchema, anyCourseEventQuerySchema } from '#shared/any-course-event.ts'
import type { Deps, SiteEnv } from '../../deps.ts'
import { accept } from '../../middleware/accept.ts'
import { describe } from '../../middleware/describe.ts'
import { listAsCsv, readPart } from '../../middleware/lists.ts'
import { eventRows } from './lists.ts'

/** Events of all courses; they are changed under their courses. */
export function anyCourseEventRoutes({ db }: Pick<Deps, 'db'>) {
  const events = eventRows(db)
  return new Hono<SiteEnv>().get(
    '/',
    describe({
      tag: 'Administration: events',
      summary: 'Events of all courses',
      answer: anyCourseEventListSchema,
      problems: [403],
      hasCsv: true,
    }),
    accept('query', anyCourseEventQuerySchema),
    listAsCsv(events),
    async (c) => c.json({ events: await readPart(c, events, c.req.valid('query')) }),
  )
}
