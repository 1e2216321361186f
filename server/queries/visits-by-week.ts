import { inArray, sql } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { courseDays } from '#drizzle/schema/figures.ts'

/** Visits of several courses in each week with any. Walks each course's days. */
export async function visitsByWeek(db: Db, courseIds: number[]) {
  if (courseIds.length === 0) return []
  const week = sql<number>`FLOOR(${courseDays.dayIndex} / 7) + 1`.mapWith(Number).as('week')
  const { content, communication, assessment } = courseDays
  return db
    .select({
      courseId: courseDays.courseId,
      week,
      figure: sql<number>`SUM(${content} + ${communication} + ${assessment})`.mapWith(Number),
    })
    .from(courseDays)
    .where(inArray(courseDays.courseId, courseIds))
    .groupBy(courseDays.courseId, week)
}
