import { and, count, eq, gte, lt, sql } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { visits } from '#drizzle/schema/facts.ts'
import { studentWeeks } from '#drizzle/schema/figures.ts'
import type { SplitWindow } from '#shared/week-split.ts'
import { databaseInstant } from '../shaping/instants.ts'

interface Question {
  courseId: number
  by: 'resourceNo' | 'userNo'
  /** One a week, in order. */
  windows: SplitWindow[]
}

/**
 * Visits of each resource or student in the window of each week, from the facts: reads all visits of the course,
 * and counts those of people whom the figures count.
 */
export async function visitsInWindows(db: Db, { courseId, by, windows }: Question) {
  const start = windows[0]?.from ?? 0
  const end = windows.at(-1)?.until ?? 0
  const bounds = windows.flatMap(({ from, until }) => [from, until])
  const micros = bounds.map((bound) => sql`${(bound - start) * 1000}`)
  const since = sql`TIMESTAMPDIFF(MICROSECOND, ${databaseInstant(start)}, ${visits.at})`
  // How many of the bounds are not later than the visit: odd inside of a window.
  const passed = sql<number>`INTERVAL(${since}, ${sql.join(micros, sql`, `)})`
    .mapWith(Number)
    .as('passed')
  const rows = await db
    .select({ no: visits[by], passed, visits: count() })
    .from(visits)
    .innerJoin(
      studentWeeks,
      and(
        eq(studentWeeks.courseId, visits.courseId),
        eq(studentWeeks.week, 0),
        eq(studentWeeks.userNo, visits.userNo),
      ),
    )
    .where(
      and(
        eq(visits.courseId, courseId),
        gte(visits.at, databaseInstant(start)),
        lt(visits.at, databaseInstant(end)),
      ),
    )
    .groupBy(visits[by], passed)
    .having(sql`${passed} % 2 = 1`)
  return rows.map((row) => ({ no: row.no, week: (row.passed + 1) / 2, figure: row.visits }))
}
