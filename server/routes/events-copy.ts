import { Hono } from 'hono'
import { eventChangesSchema, eventCopySchema } from '#shared/event-changes.ts'
import { badField } from '../api-error.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { copiedEvents } from '../events/copied-events.ts'
import { accept, noQuery } from '../middleware/accept.ts'
import { courseFor } from '../middleware/course-access.ts'
import { describe } from '../middleware/describe.ts'
import { listEvents } from '../repositories/course-events.ts'
import { carryOut } from './carry-out.ts'

export function eventCopyRoutes(deps: Deps) {
  return new Hono<SiteEnv>().post(
    '/copy',
    describe({
      tag: 'Events',
      summary: 'Copy the events of another course, week for week',
      answer: eventChangesSchema,
      problems: [403, 404, 415],
    }),
    noQuery,
    accept('json', eventCopySchema),
    async (c) => {
      const course = c.get('course')
      const { fromCourseId, dryRun } = c.req.valid('json')
      if (fromCourseId === course.id) throw badField('fromCourseId', 'must be another course')
      const from = await courseFor(c, deps, fromCourseId)
      const { wanted, skipped } = copiedEvents(await listEvents(deps.db, from.id), from, course)
      return c.json(
        await carryOut(c, deps, {
          action: 'events.copied',
          detail: { fromCourseId },
          dryRun,
          isGone: () => false,
          wanted: wanted.map((event) => ({ uid: null, event })),
          skipped,
        }),
      )
    },
  )
}
