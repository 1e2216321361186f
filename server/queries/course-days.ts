import { and, asc, between, eq } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { courseDays } from '#drizzle/schema/figures.ts'
import type { DaySpan } from '../shaping/days.ts'

export type CourseDay = Awaited<ReturnType<typeof courseDaysIn>>[number]

/** The course's figures of each day with any, from `first` to `last`. By the primary key. */
export async function courseDaysIn(db: Db, courseId: number, { first, last }: DaySpan) {
  return db
    .select({
      dayIndex: courseDays.dayIndex,
      content: courseDays.content,
      communication: courseDays.communication,
      assessment: courseDays.assessment,
      uniquePages: courseDays.uniquePages,
      students: courseDays.students,
      sessions: courseDays.sessions,
      sessionMinutes: courseDays.sessionMinutes,
      sessionVisits: courseDays.sessionVisits,
    })
    .from(courseDays)
    .where(and(eq(courseDays.courseId, courseId), between(courseDays.dayIndex, first, last)))
    .orderBy(asc(courseDays.dayIndex))
}
