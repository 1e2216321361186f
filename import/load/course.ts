import type { Pool, PoolConnection } from 'mysql2/promise'
import type { ZonedCourse } from '#shared/local-time.ts'
import type { Receipt } from '#shared/import.ts'
import { exactInstant } from '../instant.ts'
import { microsOf, selectRows } from './sql.ts'

/** The course, or the import's own row, was deleted while something was done to it: nothing of it may stay. */
export class CourseGone extends Error {
  override name = 'CourseGone'
}

export async function courseOfImport(pool: Pool, importId: number): Promise<number> {
  const [row] = await selectRows<{ courseId: number }>(
    pool,
    'SELECT course_id AS courseId FROM imports WHERE id = ?',
    [importId],
  )
  if (!row) throw new CourseGone(`import ${importId} is gone`)
  return row.courseId
}

/** When each import's newest instant was, by import. */
export async function selectAges(
  connection: PoolConnection,
  courseId: number,
): Promise<Map<number, number>> {
  const rows = await selectRows<{ id: number; newestAt: number }>(
    connection,
    `SELECT id, ${microsOf('newest_at')} AS newestAt FROM imports
    WHERE course_id = ? AND newest_at IS NOT NULL`,
    [courseId],
  )
  return new Map(rows.map(({ id, newestAt }) => [id, newestAt]))
}

/**
 * Locks the course's row until the transaction ends: its dates, and whom its figures count, stay what they are.
 * Whoever changes these changes that row, too.
 */
export async function lockCourse(connection: PoolConnection, courseId: number) {
  const found = await selectRows(
    connection,
    'SELECT id FROM course_offerings WHERE id = ? FOR UPDATE',
    [courseId],
  )
  if (found.length === 0) throw new CourseGone(`course ${courseId} is gone`)
}

/** Dates or people's choices changed while an import or a count was under way: it must begin again. */
export class CourseChanged extends Error {
  override name = 'CourseChanged'
}

/**
 * Locks the course's row until the transaction ends, and throws `CourseChanged` where its dates, or whom an
 * owner left out, are no longer what was read.
 */
export async function lockUnchanged(
  connection: PoolConnection,
  courseId: number,
  read: { course: ZonedCourse; leftOut: readonly number[] },
) {
  const [now] = await selectRows<ZonedCourse>(
    connection,
    `SELECT DATE_FORMAT(start_date, '%Y-%m-%d') AS startDate, weeks, time_zone AS timeZone
    FROM course_offerings WHERE id = ? FOR UPDATE`,
    [courseId],
  )
  if (!now) throw new CourseGone(`course ${courseId} is gone`)
  const left = await selectRows<{ userNo: number }>(
    connection,
    'SELECT user_no AS userNo FROM lms_users WHERE course_id = ? AND left_out ORDER BY user_no',
    [courseId],
  )
  const sameDates = (['startDate', 'weeks', 'timeZone'] as const).every(
    (property) => now[property] === read.course[property],
  )
  const samePeople = left.map(({ userNo }) => userNo).join() === read.leftOut.join()
  if (!sameDates || !samePeople) throw new CourseChanged(`course ${courseId} was changed meanwhile`)
}

/** Whether the course's dates, or when a session ends, have changed since its figures were counted. */
export async function areFiguresStale(
  pool: Pool,
  courseId: number,
  gapMinutes: number,
): Promise<boolean> {
  const rows = await selectRows(
    pool,
    `SELECT id FROM course_offerings
    WHERE id = ? AND (figures_stale_since IS NOT NULL OR figures_gap_minutes <> ?)`,
    [courseId, gapMinutes],
  )
  return rows.length > 0
}

/** Every answer of figures may be another from now on. `newestAt` is the newest instant that was added. */
export async function markCourseCounted(
  connection: PoolConnection,
  courseId: number,
  newestAt: number | null,
) {
  const newest = newestAt === null ? null : exactInstant(newestAt)
  await connection.query(
    `UPDATE course_offerings SET figures_version = figures_version + 1,
      last_activity_at = GREATEST(COALESCE(last_activity_at, ?), COALESCE(?, last_activity_at))
    WHERE id = ?`,
    [newest, newest, courseId],
  )
}

/** The figures follow all choices whom they count. */
export async function markRecounted(connection: PoolConnection, courseId: number) {
  await connection.query('UPDATE course_offerings SET recount_since = NULL WHERE id = ?', [
    courseId,
  ])
}

/** `finished_at` puts the imports of a course into their order, also where a clock was set back. */
export async function markImportSucceeded(
  connection: PoolConnection,
  importId: number,
  receipt: Receipt,
  newestAt: number | null,
) {
  const [latest] = await selectRows<{ next: string | null }>(
    connection,
    `SELECT CAST(MAX(finished_at) + INTERVAL 1 MICROSECOND AS CHAR) AS next FROM imports
    WHERE course_id = (SELECT course_id FROM imports WHERE id = ?) AND state = 'succeeded'`,
    [importId],
  )
  const rows = Object.values(receipt.files).reduce((sum, { read }) => sum + read, 0)
  await connection.query(
    `UPDATE imports SET state = 'succeeded', lease_until = NULL, phase = NULL,
      finished_at = GREATEST(UTC_TIMESTAMP(6), COALESCE(CAST(? AS DATETIME(6)), UTC_TIMESTAMP(6))),
      progress_rows = ?, progress_of = ?, newest_at = ?, receipt = ? WHERE id = ?`,
    [
      latest?.next,
      rows,
      rows,
      newestAt === null ? null : exactInstant(newestAt),
      JSON.stringify(receipt),
      importId,
    ],
  )
}
