import { and, between, eq, sql } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { studentDays } from '#drizzle/schema/figures.ts'
import type { DaySpan } from '../shaping/days.ts'

/** Visits of each student with any between two days. Walks the span's part of the primary key. */
export async function visitsPerStudentInSpan(db: Db, courseId: number, { first, last }: DaySpan) {
  const { content, communication, assessment } = studentDays
  return db
    .select({
      userNo: studentDays.userNo,
      visits: sql<number>`SUM(${content} + ${communication} + ${assessment})`.mapWith(Number),
    })
    .from(studentDays)
    .where(and(eq(studentDays.courseId, courseId), between(studentDays.dayIndex, first, last)))
    .groupBy(studentDays.userNo)
}
