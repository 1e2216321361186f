import type { Pool, PoolConnection } from 'mysql2/promise'
import type { SplitTime } from '#shared/week-split.ts'
import { inCourseTransaction, type Patience } from './course-transaction.ts'
import { CourseCalendar } from './figures/course-calendar.ts'
import { WeekSplits } from './figures/week-splits.ts'
import { selectCourseBefore } from './load/course-before.ts'
import { lockCourse } from './load/course.ts'
import { selectRunning } from './load/imports.ts'
import { forEachVisitor } from './load/known-visits.ts'
import {
  deleteSplitTimes,
  insertSplitTimes,
  selectCounted,
  selectEventTimes,
} from './load/split-times.ts'
import { storeWeekSplits } from './load/week-splits.ts'
import { ChangeRefused } from './problems.ts'

/** How many times of the week came to what imports keep counted, and how many went. */
export interface SplitsChange {
  added: number
  dropped: number
}

/**
 * Counts what lies before those repeating events of the course for which that is not counted yet, and drops what
 * no event needs any more. No answer changes by it: it only comes sooner. Throws `ChangeRefused` while an import
 * of the course runs; whoever looks at the figures next asks again.
 */
export async function countSplits(
  pool: Pool,
  courseId: number,
  patience: Patience = {},
): Promise<SplitsChange> {
  const running = await selectRunning(pool, courseId)
  if (running !== null) {
    throw new ChangeRefused(`Import ${running} of this course is running: its splits can wait.`)
  }
  const count = async (connection: PoolConnection) => {
    await lockCourse(connection, courseId)
    const { course } = await selectCourseBefore(connection, courseId)
    const wanted = await selectEventTimes(connection, courseId)
    const added = missing(wanted, course.splitTimes)
    const dropped = missing(course.splitTimes, wanted)
    await deleteSplitTimes(connection, courseId, dropped)
    if (added.length > 0) {
      const calendar = new CourseCalendar({ ...course, splitTimes: added })
      await storeWeekSplits(connection, courseId, await countVisits(connection, courseId, calendar))
      await insertSplitTimes(connection, courseId, added)
    }
    return { added: added.length, dropped: dropped.length }
  }
  return inCourseTransaction(pool, courseId, count, patience)
}

async function countVisits(
  connection: PoolConnection,
  courseId: number,
  calendar: CourseCalendar,
): Promise<WeekSplits> {
  const counted = await selectCounted(connection, courseId)
  const splits = new WeekSplits(calendar)
  await forEachVisitor(connection, { courseId, calendar }, (userNo, visits) => {
    if (counted.has(userNo)) splits.addStudent(userNo, splits.count(visits, 1))
  })
  return splits
}

/** Those of `splits` that `others` lack. */
function missing(splits: SplitTime[], others: SplitTime[]): SplitTime[] {
  return splits.filter(
    ({ weekday, time }) =>
      !others.some((other) => other.weekday === weekday && other.time === time),
  )
}
