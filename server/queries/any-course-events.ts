import { and, count, eq, gt, gte, lt, lte, or, sql, type SQL } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { courseEvents, courseOfferings } from '#drizzle/schema/courses.ts'
import type { AnyCourseEvent, AnyCourseEventQuery } from '#shared/any-course-event.ts'
import { addDays } from '#shared/calendar-days.ts'
import type { Page } from '#shared/page.ts'
import { startOfDay } from '#shared/local-time.ts'
import { contains } from '../repositories/contains.ts'
import { eventFields, eventOf } from '../repositories/course-events.ts'
import { orderBy } from '../repositories/order-by.ts'

type Filter = Pick<AnyCourseEventQuery, 'course' | 'kind' | 'q' | 'from' | 'to'>

/** The local day on which the weeks of a repeating event begin, and the one after they end. */
const firstDay = sql`DATE_ADD(${courseOfferings.startDate}, INTERVAL 7 * (${courseEvents.startWeek} - 1) DAY)`
const dayAfter = sql`DATE_ADD(${courseOfferings.startDate}, INTERVAL 7 * ${courseEvents.endWeek} DAY)`

const orders = {
  time: sql`COALESCE(${courseEvents.at}, ${courseEvents.startAt}, ${firstDay})`,
  title: courseEvents.title,
  course: courseOfferings.code,
}

/** Events of all courses. A walk over the whole table, which people have filled by hand. */
export async function anyCourseEvents(
  db: Db,
  { sort, ...filter }: Filter & Pick<AnyCourseEventQuery, 'sort'>,
  { limit, offset }: Page,
): Promise<AnyCourseEvent[]> {
  const rows = await db
    .select({
      ...eventFields,
      courseId: courseEvents.courseId,
      courseCode: courseOfferings.code,
      courseDates: {
        startDate: courseOfferings.startDate,
        weeks: courseOfferings.weeks,
        timeZone: courseOfferings.timeZone,
      },
    })
    .from(courseEvents)
    .innerJoin(courseOfferings, eq(courseOfferings.id, courseEvents.courseId))
    .where(await fits(db, filter))
    .orderBy(...orderBy(sort, orders, courseEvents.id))
    .limit(limit)
    .offset(offset)
  return rows.map(({ courseId, courseCode, courseDates, ...row }) => ({
    ...eventOf(row),
    courseId,
    courseCode,
    courseDates,
  }))
}

export async function countAnyCourseEvents(db: Db, filter: Filter): Promise<number> {
  const [row] = await db
    .select({ events: count() })
    .from(courseEvents)
    .innerJoin(courseOfferings, eq(courseOfferings.id, courseEvents.courseId))
    .where(await fits(db, filter))
  return row?.events ?? 0
}

async function fits(db: Db, { course, kind, q, from, to }: Filter): Promise<SQL | undefined> {
  return and(
    course === undefined ? undefined : eq(courseEvents.courseId, course),
    kind && eq(courseEvents.kind, kind),
    q ? or(contains(courseEvents.title, q), contains(courseOfferings.code, q)) : undefined,
    await happensIn(db, { from, to }),
  )
}

/** Whether some of an event falls on the days from `from` to `to` of its course's zone. */
async function happensIn(
  db: Db,
  { from, to }: Pick<AnyCourseEventQuery, 'from' | 'to'>,
): Promise<SQL | undefined> {
  if (from === undefined && to === undefined) return undefined
  const zones = await db
    .selectDistinct({ timeZone: courseOfferings.timeZone })
    .from(courseOfferings)
  const begin = (day: string) => beginOfDay(day, zones)
  const after = to && addDays(to, 1)
  return or(
    and(
      from === undefined ? undefined : gte(courseEvents.at, begin(from)),
      after === undefined ? undefined : lt(courseEvents.at, begin(after)),
      eq(courseEvents.kind, 'single'),
    ),
    and(
      from === undefined ? undefined : gte(courseEvents.endAt, begin(from)),
      after === undefined ? undefined : lt(courseEvents.startAt, begin(after)),
      eq(courseEvents.kind, 'submission'),
    ),
    and(
      from === undefined ? undefined : gt(dayAfter, from),
      to === undefined ? undefined : lte(firstDay, to),
      eq(courseEvents.kind, 'repeating'),
    ),
  )
}

/** The instant at which a day begins in the course's zone, worked out here: the database may not know zones. */
function beginOfDay(day: string, zones: { timeZone: string }[]): SQL {
  const cases = zones.map(({ timeZone }) => {
    const instant = new Date(startOfDay(day, timeZone))
    return sql`WHEN ${timeZone} THEN CAST(${sql.param(instant, courseEvents.at)} AS DATETIME(6))`
  })
  return cases.length > 0
    ? sql`CASE ${courseOfferings.timeZone} ${sql.join(cases, sql` `)} END`
    : sql`NULL`
}
