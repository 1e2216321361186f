import { and, asc, between, eq } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { resourceDays } from '#drizzle/schema/figures.ts'
import type { DaySpan } from '../shaping/days.ts'

/** Visits and students of one resource on each day with any. By the primary key. */
export async function daysOfResource(
  db: Db,
  { courseId, resourceNo }: { courseId: number; resourceNo: number },
  { first, last }: DaySpan,
) {
  return db
    .select({
      dayIndex: resourceDays.dayIndex,
      visits: resourceDays.visits,
      students: resourceDays.students,
    })
    .from(resourceDays)
    .where(
      and(
        eq(resourceDays.courseId, courseId),
        eq(resourceDays.resourceNo, resourceNo),
        between(resourceDays.dayIndex, first, last),
      ),
    )
    .orderBy(asc(resourceDays.dayIndex))
}
