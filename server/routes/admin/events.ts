import { Hono } from 'hono'
import { anyCourseEventListSchema, anyCourseEventQuerySchema } from '#shared/any-course-event.ts'
import type { Deps, SiteEnv } from '../../deps.ts'
import { accept } from '../../middleware/accept.ts'
import { describe } from '../../middleware/describe.ts'
import { anyCourseEvents } from '../../queries/any-course-events.ts'

/** Events of all courses; they are changed under their courses. */
export function anyCourseEventRoutes({ db }: Pick<Deps, 'db'>) {
  return new Hono<SiteEnv>().get(
    '/',
    describe({
      tag: 'Administration: events',
      summary: 'Events of all courses',
      answer: anyCourseEventListSchema,
      problems: [403],
    }),
    accept('query', anyCourseEventQuerySchema),
    async (c) => c.json({ events: await anyCourseEvents(db, c.req.valid('query')) }),
  )
}
