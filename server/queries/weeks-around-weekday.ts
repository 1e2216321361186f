import { and, between, eq, sql } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { resourceDays, studentDays } from '#drizzle/schema/figures.ts'
import type { DaySpan } from '../shaping/days.ts'

interface Question {
  courseId: number
  /** 1 Monday … 7 Sunday. */
  weekday: number
  span: DaySpan
}

/**
 * Visits of each resource in each week with any: in all, and on the days before the weekday. Walks the course's
 * resource days.
 */
export async function weeksOfResourcesAroundWeekday(db: Db, { courseId, weekday, span }: Question) {
  const { resourceNo, dayIndex, visits } = resourceDays
  const week = sql<number>`FLOOR(${dayIndex} / 7) + 1`.mapWith(Number).as('week')
  return db
    .select({
      no: resourceNo,
      week,
      visits: sql<number>`SUM(${visits})`.mapWith(Number),
      earlier: sql<number>`SUM(IF(${dayIndex} % 7 + 1 < ${weekday}, ${visits}, 0))`.mapWith(Number),
    })
    .from(resourceDays)
    .where(and(eq(resourceDays.courseId, courseId), between(dayIndex, span.first, span.last)))
    .groupBy(resourceNo, week)
}

/** The same of each student. Walks the span's part of the primary key. */
export async function weeksOfStudentsAroundWeekday(db: Db, { courseId, weekday, span }: Question) {
  const { userNo, dayIndex, content, communication, assessment } = studentDays
  const visits = sql`${content} + ${communication} + ${assessment}`
  const week = sql<number>`FLOOR(${dayIndex} / 7) + 1`.mapWith(Number).as('week')
  return db
    .select({
      no: userNo,
      week,
      visits: sql<number>`SUM(${visits})`.mapWith(Number),
      earlier: sql<number>`SUM(IF(${dayIndex} % 7 + 1 < ${weekday}, ${visits}, 0))`.mapWith(Number),
    })
    .from(studentDays)
    .where(and(eq(studentDays.courseId, courseId), between(dayIndex, span.first, span.last)))
    .groupBy(userNo, week)
}
