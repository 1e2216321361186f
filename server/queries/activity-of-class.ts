import { and, between, count, eq, sql } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { studentDays } from '#drizzle/schema/figures.ts'
import type { DaySpan } from '../shaping/days.ts'

/** Visits, and days with any, of each student who came between two days. Walks the span's part of the primary key. */
export async function activityOfClass(db: Db, courseId: number, { first, last }: DaySpan) {
  const { content, communication, assessment } = studentDays
  return db
    .select({
      userNo: studentDays.userNo,
      visits: sql<number>`SUM(${content} + ${communication} + ${assessment})`.mapWith(Number),
      activeDays: count(),
    })
    .from(studentDays)
    .where(and(eq(studentDays.courseId, courseId), between(studentDays.dayIndex, first, last)))
    .groupBy(studentDays.userNo)
}
