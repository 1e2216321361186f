import { and, asc, desc, eq, gt } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { lmsUsers } from '#drizzle/schema/facts.ts'
import { studentWeeks } from '#drizzle/schema/figures.ts'
import { studentFields } from './student-fields.ts'

const rowCount = 10

/** The ten students with the most visits in a week or, as week 0, in the course. Walks the week's students. */
export async function topStudents(db: Db, courseId: number, week: number) {
  return db
    .select({ ...studentFields, visits: studentWeeks.visits })
    .from(studentWeeks)
    .innerJoin(
      lmsUsers,
      and(eq(lmsUsers.courseId, studentWeeks.courseId), eq(lmsUsers.userNo, studentWeeks.userNo)),
    )
    .where(
      and(
        eq(studentWeeks.courseId, courseId),
        eq(studentWeeks.week, week),
        gt(studentWeeks.visits, 0),
      ),
    )
    .orderBy(
      desc(studentWeeks.visits),
      asc(lmsUsers.lastName),
      asc(lmsUsers.firstName),
      asc(lmsUsers.userNo),
    )
    .limit(rowCount)
}
