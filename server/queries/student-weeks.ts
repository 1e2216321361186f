import { eq } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { studentWeeks } from '#drizzle/schema/figures.ts'

/** Visits of each student in each week with any; week 0 is the whole course. Walks the course's weeks. */
export async function weeksOfStudents(db: Db, courseId: number) {
  return db
    .select({ no: studentWeeks.userNo, week: studentWeeks.week, figure: studentWeeks.visits })
    .from(studentWeeks)
    .where(eq(studentWeeks.courseId, courseId))
}
