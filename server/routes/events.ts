import { randomUUID } from 'node:crypto'
import { Hono, type Context } from 'hono'
import { inDbTransaction, type Db } from '#drizzle/db.ts'
import type { AuditAction } from '#shared/audit.ts'
import { eventAnswerSchema, eventInputSchema, eventListSchema } from '#shared/event.ts'
import { notFound } from '../api-error.ts'
import { audit } from '../auth/audit.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { accept, noQuery } from '../middleware/accept.ts'
import { answersFigures } from '../middleware/answers-figures.ts'
import { describe } from '../middleware/describe.ts'
import {
  listEvents,
  putEvents,
  removeEvents,
  replaceEvent,
  touchFigures,
} from '../repositories/course-events.ts'
import { checkEvent, keptEvent } from '../shaping/events.ts'
import { numberInPath } from './found.ts'

const about = (summary: string) => ({ tag: 'Events', summary, problems: [403, 404] })

export function eventRoutes(deps: Deps) {
  const { pool, now } = deps
  const note = noteOf(deps)
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
        const made = { courseId: course.id, events: [{ uid: randomUUID(), event }], now: now() }
        const id = await inDbTransaction(pool, async (db) => {
          await touchFigures(db, course.id)
          const id = await putEvents(db, made)
          await note(c, db, 'event.created', id)
          return id
        })
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
        const change = { courseId: course.id, id, event, now: now() }
        await inDbTransaction(pool, async (db) => {
          await touchFigures(db, course.id)
          if (!(await replaceEvent(db, change))) throw notFound()
          await note(c, db, 'event.changed', id)
        })
        return c.json({ event: { ...event, id } })
      },
    )
    .delete('/:eventId', describe(about('Delete an event')), noQuery, async (c) => {
      const { id: courseId } = c.get('course')
      const id = numberInPath(c.req.param('eventId'))
      await inDbTransaction(pool, async (db) => {
        await touchFigures(db, courseId)
        if ((await removeEvents(db, courseId, [id])) === 0) throw notFound()
        await note(c, db, 'event.deleted', id)
      })
      return c.body(null, 204)
    })
}

/** Writes down what was done with an event, in the transaction of `db`. */
const noteOf =
  ({ now }: Pick<Deps, 'now'>) =>
  (c: Context<SiteEnv>, db: Db, action: AuditAction, eventId: number) =>
    audit(c, { db, now }, action, { courseId: c.get('course').id, detail: { eventId } })
