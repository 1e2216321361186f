import type { Pool, PoolConnection } from 'mysql2/promise'
import type { SplitTime } from '#shared/week-split.ts'
import { selectRows } from './sql.ts'

/** Weekdays and times for which splits are counted, and kept up to date by every import. */
export function selectSplitTimes(
  connection: Pool | PoolConnection,
  courseId: number,
): Promise<SplitTime[]> {
  return selectRows<SplitTime>(
    connection,
    'SELECT weekday, time FROM split_times WHERE course_id = ?',
    [courseId],
  )
}

/** Where the course's repeating events divide their weeks. Walks the course's events. */
export function selectEventTimes(
  connection: PoolConnection,
  courseId: number,
): Promise<SplitTime[]> {
  return selectRows<SplitTime>(
    connection,
    `SELECT DISTINCT weekday, COALESCE(time, '00:00') AS time FROM course_events
    WHERE course_id = ? AND kind = 'repeating'`,
    [courseId],
  )
}

export async function insertSplitTimes(
  connection: PoolConnection,
  courseId: number,
  splits: SplitTime[],
) {
  if (splits.length === 0) return
  const rows = splits.map(({ weekday, time }) => [courseId, weekday, time])
  await connection.query('INSERT INTO split_times (course_id, weekday, time) VALUES ?', [rows])
}

/** With all that is counted for them. */
export async function deleteSplitTimes(
  connection: PoolConnection,
  courseId: number,
  splits: SplitTime[],
) {
  if (splits.length === 0) return
  const times = splits.map(({ weekday, time }) => [weekday, time])
  for (const table of ['resource_splits', 'student_splits', 'split_times']) {
    await connection.query(`DELETE FROM ${table} WHERE course_id = ? AND (weekday, time) IN (?)`, [
      courseId,
      times,
    ])
  }
}

/** Whom the figures count. Walks a range of the primary key. */
export async function selectCounted(
  connection: PoolConnection,
  courseId: number,
): Promise<Set<number>> {
  const rows = await selectRows<{ userNo: number }>(
    connection,
    'SELECT user_no AS userNo FROM student_weeks WHERE course_id = ? AND week = 0',
    [courseId],
  )
  return new Set(rows.map(({ userNo }) => userNo))
}
