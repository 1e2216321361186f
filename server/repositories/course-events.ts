import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { courseEvents, courseOfferings } from '#drizzle/schema/courses.ts'
import type { CourseEvent, EventInput } from '#shared/event.ts'
import type { WrittenEvent } from '../events/write-calendar.ts'

type EventRow = typeof courseEvents.$inferSelect

export const eventFields = {
  id: courseEvents.id,
  kind: courseEvents.kind,
  title: courseEvents.title,
  at: courseEvents.at,
  weekday: courseEvents.weekday,
  startWeek: courseEvents.startWeek,
  endWeek: courseEvents.endWeek,
  time: courseEvents.time,
  startAt: courseEvents.startAt,
  endAt: courseEvents.endAt,
  submissionType: courseEvents.submissionType,
}

/** By the primary key, in the order in which they were made. */
export async function listEvents(db: Db, courseId: number): Promise<CourseEvent[]> {
  const rows = await db
    .select(eventFields)
    .from(courseEvents)
    .where(eq(courseEvents.courseId, courseId))
    .orderBy(asc(courseEvents.id))
  return rows.map(eventOf)
}

/** The same with what calendars want to know of them. */
export async function listStoredEvents(db: Db, courseId: number): Promise<WrittenEvent[]> {
  const { calendarUid, updatedAt } = courseEvents
  const rows = await db
    .select({ ...eventFields, calendarUid, updatedAt })
    .from(courseEvents)
    .where(eq(courseEvents.courseId, courseId))
    .orderBy(asc(courseEvents.id))
  return rows.map((row) => ({
    uid: row.calendarUid ?? `cloop-event-${row.id}`,
    event: eventOf(row),
    updatedAt: row.updatedAt,
  }))
}

/** An event to be written, over the one of this id if there is an id. */
interface EventToPut {
  id?: number
  uid: string
  event: EventInput
}

/** Makes events and changes others; the id of the first that is new. */
export async function putEvents(
  db: Db,
  { courseId, events, now }: { courseId: number; events: EventToPut[]; now: Date },
): Promise<number> {
  if (events.length === 0) return 0
  const times = { createdAt: now, updatedAt: now }
  const [result] = await db
    .insert(courseEvents)
    .values(
      events.map(({ id, uid, event }) => {
        const row = { ...columnsOf(event), courseId, calendarUid: uid, ...times }
        return id === undefined ? row : { ...row, id }
      }),
    )
    .onDuplicateKeyUpdate({ set: newValues })
  return result.insertId
}

/** False where the course has no such event. */
export async function replaceEvent(
  db: Db,
  { courseId, id, event, now }: { courseId: number; id: number; event: EventInput; now: Date },
): Promise<boolean> {
  const [result] = await db
    .update(courseEvents)
    .set({ ...columnsOf(event), updatedAt: now })
    .where(and(eq(courseEvents.courseId, courseId), eq(courseEvents.id, id)))
  return result.affectedRows > 0
}

/** How many of these the course had. */
export async function removeEvents(db: Db, courseId: number, ids: number[]): Promise<number> {
  if (ids.length === 0) return 0
  const [result] = await db
    .delete(courseEvents)
    .where(and(eq(courseEvents.courseId, courseId), inArray(courseEvents.id, ids)))
  return result.affectedRows
}

/**
 * Answers hold events beside figures: what browsers have kept of them is out of date. Before the events are
 * changed, so that changes of one course wait for each other here and never across.
 */
export async function touchFigures(db: Db, courseId: number): Promise<void> {
  await db
    .update(courseOfferings)
    .set({ figuresVersion: sql`${courseOfferings.figuresVersion} + 1` })
    .where(eq(courseOfferings.id, courseId))
}

const noColumns = {
  at: null,
  weekday: null,
  startWeek: null,
  endWeek: null,
  time: null,
  startAt: null,
  endAt: null,
  submissionType: null,
}

const newValue = (name: string) => sql`VALUES(${sql.identifier(name)})`
/** What a change of an event changes: all but its course, its id and when it was made. */
const newValues = {
  kind: newValue('kind'),
  title: newValue('title'),
  at: newValue('at'),
  weekday: newValue('weekday'),
  startWeek: newValue('start_week'),
  endWeek: newValue('end_week'),
  time: newValue('time'),
  startAt: newValue('start_at'),
  endAt: newValue('end_at'),
  submissionType: newValue('submission_type'),
  calendarUid: newValue('calendar_uid'),
  updatedAt: newValue('updated_at'),
}

function columnsOf(event: EventInput) {
  const { kind, title } = event
  switch (event.kind) {
    case 'single':
      return { ...noColumns, kind, title, at: new Date(event.at) }
    case 'repeating': {
      const { weekday, startWeek, endWeek, time } = event
      return { ...noColumns, kind, title, weekday, startWeek, endWeek, time }
    }
    case 'submission': {
      const { startAt, endAt, submissionType } = event
      const instants = { startAt: new Date(startAt), endAt: new Date(endAt) }
      return { ...noColumns, kind, title, ...instants, submissionType }
    }
  }
}

export function eventOf(row: Pick<EventRow, keyof typeof eventFields>): CourseEvent {
  const { id, kind, title } = row
  switch (kind) {
    case 'single':
      return { id, kind, title, at: required(row, 'at').toISOString() }
    case 'repeating': {
      const weekday = required(row, 'weekday')
      const startWeek = required(row, 'startWeek')
      const endWeek = required(row, 'endWeek')
      return { id, kind, title, weekday, startWeek, endWeek, time: row.time }
    }
    case 'submission': {
      const startAt = required(row, 'startAt').toISOString()
      const endAt = required(row, 'endAt').toISOString()
      const submissionType = required(row, 'submissionType')
      return { id, kind, title, startAt, endAt, submissionType }
    }
  }
}

/** A column that this kind of event always fills. */
function required<Row extends { id: number }, Name extends keyof Row>(row: Row, name: Name) {
  const value = row[name]
  if (value === null) throw new Error(`event ${row.id} has no ${String(name)}`)
  return value as NonNullable<Row[Name]>
}
