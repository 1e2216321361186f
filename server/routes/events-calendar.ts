import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { eventChangesSchema, eventImportQuerySchema } from '#shared/event-changes.ts'
import { ApiError } from '../api-error.ts'
import { createSlots } from '../auth/slots.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { readInThread } from '../events/read-in-thread.ts'
import { receiveCalendar } from '../events/receive-calendar.ts'
import { wereInCalendar } from '../events/were-in-calendar.ts'
import { writeCalendar } from '../events/write-calendar.ts'
import { accept, noQuery } from '../middleware/accept.ts'
import { answersFigures } from '../middleware/answers-figures.ts'
import { attachment } from '../middleware/csv.ts'
import { describe } from '../middleware/describe.ts'
import { listStoredEvents } from '../repositories/course-events.ts'
import { carryOut } from './carry-out.ts'

const tag = 'Events'
const type = 'text/calendar'
const largestCalendarBytes = 1024 * 1024
const readWithinMs = 10_000

const limitCalendar = bodyLimit({
  maxSize: largestCalendarBytes,
  onError: () => {
    throw new ApiError(413, `A calendar may have ${largestCalendarBytes} bytes at most.`)
  },
})

/** The events of a course as a calendar, and calendars taken in. */
export function eventCalendarRoutes(deps: Deps) {
  // Reading keeps a processor busy: one at a time, the others wait their turn.
  const slots = createSlots({ atOnce: 1, waiting: 20 })
  return new Hono<SiteEnv>()
    .get(
      '/events.ics',
      describe({ tag, summary: 'Events as an iCalendar file', type, problems: [404] }),
      noQuery,
      answersFigures(deps),
      async (c) => {
        const course = c.get('course')
        const events = await listStoredEvents(c.get('figures'), course.id)
        return c.body(writeCalendar(course, events), 200, {
          'Content-Type': `${type}; charset=utf-8`,
          'Content-Disposition': attachment(`${course.code} events.ics`),
        })
      },
    )
    .post(
      '/events/import',
      describe({
        tag,
        summary: 'Take in an iCalendar file, the body itself or the file of a form',
        answer: eventChangesSchema,
        problems: [403, 404, 413, 415, 422, 503],
        upload: 'calendar',
      }),
      accept('query', eventImportQuerySchema),
      limitCalendar,
      async (c) => {
        const course = c.get('course')
        const { dryRun } = c.req.valid('query')
        const bytes = await receiveCalendar(c.req)
        const calendar = await slots.run(() => readInThread(bytes, course, readWithinMs))
        const wanted = calendar.wanted.map(({ key, event }) => ({ uid: key, event }))
        const isGone = wereInCalendar(calendar.uids, course)
        const order = { action: 'events.imported', dryRun, isGone, wanted } as const
        return c.json(await carryOut(c, deps, { ...order, skipped: calendar.skipped }))
      },
    )
}
