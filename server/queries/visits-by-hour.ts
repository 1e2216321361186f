import { and, asc, between, eq, sql } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { courseHours } from '#drizzle/schema/figures.ts'
import type { DaySpan } from '../shaping/days.ts'

/** Visits by weekday (1 Monday) and hour of the day. Walks the span's part of the primary key. */
export async function visitsByHour(db: Db, courseId: number, { first, last }: DaySpan) {
  // Day 0 of a course is a Monday.
  const weekday = sql<number>`MOD(${courseHours.dayIndex}, 7) + 1`.mapWith(Number).as('weekday')
  return db
    .select({
      weekday,
      hour: courseHours.hour,
      visits: sql<number>`SUM(${courseHours.visits})`.mapWith(Number),
    })
    .from(courseHours)
    .where(and(eq(courseHours.courseId, courseId), between(courseHours.dayIndex, first, last)))
    .groupBy(weekday, courseHours.hour)
    .orderBy(asc(weekday), asc(courseHours.hour))
}
