import type { Pool, PoolConnection } from 'mysql2/promise'
import type { ImportStanding } from '#shared/course-change.ts'
import { selectRows } from './sql.ts'

export interface CourseImport extends ImportStanding {
  courseId: number
}

/** Of one import; undefined where there is none of this id. */
export async function selectImportStanding(
  connection: Pool | PoolConnection,
  importId: number,
): Promise<CourseImport | undefined> {
  const [row] = await selectRows<CourseImport>(
    connection,
    `SELECT course_id AS courseId, state,
      (SELECT o.id FROM imports o WHERE o.course_id = i.course_id AND o.state = 'succeeded'
        ORDER BY o.finished_at DESC, o.id DESC LIMIT 1) AS newestSucceeded,
      (SELECT MIN(o.id) FROM imports o WHERE o.course_id = i.course_id AND o.state = 'running') AS running
    FROM imports i WHERE i.id = ?`,
    [importId],
  )
  return row
}

/** An import of the course that is under way; null where there is none. */
export async function selectRunning(pool: Pool, courseId: number): Promise<number | null> {
  const [row] = await selectRows<{ running: number | null }>(
    pool,
    "SELECT MIN(id) AS running FROM imports WHERE course_id = ? AND state = 'running'",
    [courseId],
  )
  return row?.running ?? null
}

/** One import, or all that have succeeded, count as undone; the course's last activity is what is left. */
export async function markUndone(
  connection: PoolConnection,
  { courseId, importId = null }: { courseId: number; importId?: number | null },
) {
  await connection.query(
    `UPDATE imports SET state = 'undone', undone_at = UTC_TIMESTAMP(6)
    WHERE course_id = ? AND state = 'succeeded' AND id = COALESCE(?, id)`,
    [courseId, importId],
  )
  await connection.query(
    `UPDATE course_offerings SET last_activity_at = (
      SELECT MAX(newest_at) FROM imports WHERE course_id = ? AND state = 'succeeded') WHERE id = ?`,
    [courseId, courseId],
  )
}
