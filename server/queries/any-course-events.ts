import { and, asc, eq, gt, gte, lt, lte, or, sql, type SQL } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { courseEvents, courseOfferings } from '#drizzle/schema/courses.ts'
import type { AnyCourseEvent, AnyCourseEventQuery } from '#shared/any-course-event.ts'
import { addDays } from '#shared/calendar-days.ts'
import { startOfDay } from '#shared/local-time.ts'
import { contains } from '../repositories/contains.ts'
import { eventFields, eventOf } from '../repositories/course-events.ts'

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
  filter: AnyCourseEventQuery,
): Promise<AnyCourseEvent[]> {
  const rows = await db
    .select({
      ...eventFields,
      courseId: courseEvents.courseId,
      courseCode: courseOfferings.code,
    })
    .from(courseEvents)
    .innerJoin(courseOfferings, eq(courseOfferings.id, courseEvents.courseId))
    .where(
      and(
        filter.course === undefined ? undefined : eq(courseEvents.courseId, filter.course),
        filter.kind && eq(courseEvents.kind, filter.kind),
        filter.q
          ? or(contains(courseEvents.title, filter.q), contains(courseOfferings.code, filter.q))
          : undefined,
        await happensIn(db, filter),
      ),
    )
    .orderBy(asc(orders[filter.sort]), asc(courseEvents.id))
    .limit(filter.limit)
    .offset(filter.offset)
  return rows.map(({ courseId, courseCode, ...row }) => ({ ...eventOf(row), courseId, courseCode }))
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
