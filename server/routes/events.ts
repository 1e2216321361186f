import { Hono } from 'hono'
import { inDbTransaction } from '#drizzle/db.ts'
import { eventAnswerSchema, eventInputSchema, eventListSchema } from '#shared/event.ts'
import { notFound } from '../api-error.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { accept, noQuery } from '../middleware/accept.ts'
import { answersFigures } from '../middleware/answers-figures.ts'
import { describe } from '../middleware/describe.ts'
import { addEvent, listEvents, removeEvent, replaceEvent } from '../repositories/course-events.ts'
import { checkEvent, keptEvent } from '../shaping/events.ts'
import { numberInPath } from './found.ts'

const about = (summary: string) => ({ tag: 'Events', summary, problems: [403, 404] })

export function eventRoutes(deps: Deps) {
  const { pool, now } = deps
  return new Hono<SiteEnv>()
    .get(
      '/',
      describe({ ...about('Events of the course'), answer: eventListSchema }),
      noQuery,
      answersFigures(deps),
      async (c) => c.json({ events: await listEvents(c.get('figures'), c.get('course').id) }),
    )
    .post(
      '/',
      describe({ ...about('Make an event'), answer: eventAnswerSchema, status: 201 }),
      noQuery,
      accept('json', eventInputSchema),
      async (c) => {
        const course = c.get('course')
        const event = keptEvent(c.req.valid('json'))
        checkEvent(course, event)
        const question = { courseId: course.id, event, now: now() }
        const id = await inDbTransaction(pool, (db) => addEvent(db, question))
        return c.json({ event: { ...event, id } }, 201)
      },
    )
    .put(
      '/:eventId',
      describe({ ...about('Change an event'), answer: eventAnswerSchema }),
      noQuery,
      accept('json', eventInputSchema),
      async (c) => {
        const course = c.get('course')
        const event = keptEvent(c.req.valid('json'))
        checkEvent(course, event)
        const id = numberInPath(c.req.param('eventId'))
        const question = { courseId: course.id, id, event, now: now() }
        const isThere = await inDbTransaction(pool, (db) => replaceEvent(db, question))
        if (!isThere) throw notFound()
        return c.json({ event: { ...event, id } })
      },
    )
    .delete('/:eventId', describe(about('Delete an event')), noQuery, async (c) => {
      const { id: courseId } = c.get('course')
      const id = numberInPath(c.req.param('eventId'))
      const wasThere = await inDbTransaction(pool, (db) => removeEvent(db, courseId, id))
      if (!wasThere) throw notFound()
      return c.body(null, 204)
    })
}
