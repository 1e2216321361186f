import { and, eq, gt } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { studentWeeks } from '#drizzle/schema/figures.ts'

/** Visits of each student with any, in a week or, as week 0, in the whole course. By the primary key. */
export async function visitsPerStudent(db: Db, courseId: number, week: number) {
  return db
    .select({ userNo: studentWeeks.userNo, visits: studentWeeks.visits })
    .from(studentWeeks)
    .where(
      and(
        eq(studentWeeks.courseId, courseId),
        eq(studentWeeks.week, week),
        gt(studentWeeks.visits, 0),
      ),
    )
}
