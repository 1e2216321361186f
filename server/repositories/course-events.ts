import { and, asc, eq, sql } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { courseEvents, courseOfferings } from '#drizzle/schema/courses.ts'
import type { CourseEvent, EventInput } from '#shared/event.ts'

type EventRow = typeof courseEvents.$inferSelect

const fields = {
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
    .select(fields)
    .from(courseEvents)
    .where(eq(courseEvents.courseId, courseId))
    .orderBy(asc(courseEvents.id))
  return rows.map(eventOf)
}

export async function addEvent(
  db: Db,
  { courseId, event, now }: { courseId: number; event: EventInput; now: Date },
): Promise<number> {
  const times = { createdAt: now, updatedAt: now }
  const row = { ...columnsOf(event), courseId, ...times }
  const [result] = await db.insert(courseEvents).values(row)
  await touchFigures(db, courseId)
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
  if (result.affectedRows === 0) return false
  await touchFigures(db, courseId)
  return true
}

/** False where the course has no such event. */
export async function removeEvent(db: Db, courseId: number, id: number): Promise<boolean> {
  const [result] = await db
    .delete(courseEvents)
    .where(and(eq(courseEvents.courseId, courseId), eq(courseEvents.id, id)))
  if (result.affectedRows === 0) return false
  await touchFigures(db, courseId)
  return true
}

/** Answers hold events beside figures: what browsers have kept of them is out of date now. */
async function touchFigures(db: Db, courseId: number): Promise<void> {
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

function eventOf(row: Pick<EventRow, keyof typeof fields>): CourseEvent {
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
