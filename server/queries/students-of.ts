import { and, asc, eq } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { lmsUsers } from '#drizzle/schema/facts.ts'
import { studentWeeks } from '#drizzle/schema/figures.ts'
import { studentFields } from './student-fields.ts'

export type StudentRow = Awaited<ReturnType<typeof studentsOf>>[number]

interface Choice {
  courseId: number
  /** Also those whom somebody has left out of the figures. */
  withLeftOut?: boolean
  userNo?: number
}

/** Students by name, with what they did in the whole course. Walks the people of the course. */
export async function studentsOf(db: Db, { courseId, withLeftOut = false, userNo }: Choice) {
  return db
    .select({
      ...studentFields,
      email: lmsUsers.email,
      role: lmsUsers.role,
      groupName: lmsUsers.groupName,
      leftOut: lmsUsers.leftOut,
      visits: studentWeeks.visits,
      sessions: studentWeeks.sessions,
      lastVisitAt: studentWeeks.lastVisitAt,
    })
    .from(lmsUsers)
    .leftJoin(
      studentWeeks,
      and(
        eq(studentWeeks.courseId, lmsUsers.courseId),
        eq(studentWeeks.week, 0),
        eq(studentWeeks.userNo, lmsUsers.userNo),
      ),
    )
    .where(
      and(
        eq(lmsUsers.courseId, courseId),
        eq(lmsUsers.isStudent, true),
        withLeftOut ? undefined : eq(lmsUsers.leftOut, false),
        userNo === undefined ? undefined : eq(lmsUsers.userNo, userNo),
      ),
    )
    .orderBy(asc(lmsUsers.lastName), asc(lmsUsers.firstName), asc(lmsUsers.userNo))
}
