import { and, between, eq, sql } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { resourceDays } from '#drizzle/schema/figures.ts'
import type { DaySpan } from '../shaping/days.ts'

/** Visits of each resource in each week, of the days between two days only. Walks the course's resource days. */
export async function weeksOfResourcesInSpan(db: Db, courseId: number, { first, last }: DaySpan) {
  const week = sql<number>`FLOOR(${resourceDays.dayIndex} / 7) + 1`.mapWith(Number).as('week')
  return db
    .select({
      no: resourceDays.resourceNo,
      week,
      figure: sql<number>`SUM(${resourceDays.visits})`.mapWith(Number),
    })
    .from(resourceDays)
    .where(and(eq(resourceDays.courseId, courseId), between(resourceDays.dayIndex, first, last)))
    .groupBy(resourceDays.resourceNo, week)
}
