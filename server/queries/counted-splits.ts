import { and, eq } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { resourceSplits, studentSplits } from '#drizzle/schema/figures.ts'
import type { SplitTime } from '#shared/week-split.ts'

/** Visits of each resource before that time of the week, by week. Walks a range of the primary key. */
export async function splitsOfResources(db: Db, courseId: number, { weekday, time }: SplitTime) {
  const { resourceNo: no, week, visits: figure } = resourceSplits
  return db
    .select({ no, week, figure })
    .from(resourceSplits)
    .where(
      and(
        eq(resourceSplits.courseId, courseId),
        eq(resourceSplits.weekday, weekday),
        eq(resourceSplits.time, time),
      ),
    )
}

/** The same of each student. */
export async function splitsOfStudents(db: Db, courseId: number, { weekday, time }: SplitTime) {
  const { userNo: no, week, visits: figure } = studentSplits
  return db
    .select({ no, week, figure })
    .from(studentSplits)
    .where(
      and(
        eq(studentSplits.courseId, courseId),
        eq(studentSplits.weekday, weekday),
        eq(studentSplits.time, time),
      ),
    )
}
