import type { Pool, PoolConnection } from 'mysql2/promise'
import { inCourseTransaction, type Patience } from './course-transaction.ts'
import { CourseCalendar } from './figures/course-calendar.ts'
import { countAnew } from './load/count-anew.ts'
import { selectCourseBefore } from './load/course-before.ts'
import { areFiguresStale, lockCourse, markCourseCounted } from './load/course.ts'
import { People } from './load/people.ts'
import { Resources } from './load/resources.ts'

export interface FigureSettings {
  sessionGapMinutes: number
}

/**
 * Counts all figures of a course anew from its facts, in one transaction: after its dates, or whom its figures
 * count, have changed. Facts outside the course's dates stay, and are not counted.
 */
export function rebuildFigures(
  pool: Pool,
  courseId: number,
  settings: FigureSettings & Patience,
): Promise<void> {
  const rebuild = (connection: PoolConnection, workDirectory: string) =>
    countCourse(connection, courseId, { ...settings, workDirectory })
  return inCourseTransaction(pool, courseId, rebuild, settings)
}

/** The same where the figures do not follow the course's dates or our setting; an import may have done it already. */
export async function rebuildStaleFigures(
  pool: Pool,
  courseId: number,
  settings: FigureSettings & Patience,
): Promise<{ isAnew: boolean }> {
  const isAnew = await areFiguresStale(pool, courseId, settings.sessionGapMinutes)
  if (isAnew) await rebuildFigures(pool, courseId, settings)
  return { isAnew }
}

/** The same for a transaction that has changed the facts. */
export async function countCourse(
  connection: PoolConnection,
  courseId: number,
  { sessionGapMinutes, workDirectory }: FigureSettings & { workDirectory: string },
) {
  await lockCourse(connection, courseId)
  const { course, people: known, resources } = await selectCourseBefore(connection, courseId)
  const people = new People(known)
  const setting = {
    ...{ workDirectory, gapMinutes: sessionGapMinutes },
    calendar: new CourseCalendar(course),
    categoryOf: new Resources(resources).categoryIndexes(),
  }
  await countAnew(connection, courseId, setting, (userNo) => people.counts(userNo))
  await markCourseCounted(connection, courseId, null)
}
