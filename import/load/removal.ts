import type { Pool, ResultSetHeader } from 'mysql2/promise'
import { selectRows } from './sql.ts'

/** Rows per statement: locks stay short, and so does what a replica has to follow. */
const rowsAtOnce = 10_000

/** Everything that belongs to a course, but for its imports: their rows lead to their files. */
const tables = [
  'visits',
  'posts',
  'attempts',
  'lms_sessions',
  'lms_users',
  'left_out_people',
  'resources',
  'student_days',
  'student_weeks',
  'student_resources',
  'course_days',
  'course_hours',
  'category_weeks',
  'resource_days',
  'resource_weeks',
  'assessment_grades',
  'split_times',
  'resource_splits',
  'student_splits',
  'import_changes',
  'course_owners',
  'course_events',
] as const

export async function courseExists(pool: Pool, courseId: number): Promise<boolean> {
  const rows = await selectRows(pool, 'SELECT id FROM course_offerings WHERE id = ?', [courseId])
  return rows.length > 0
}

export async function importIdsOf(pool: Pool, courseId: number): Promise<number[]> {
  const rows = await selectRows<{ id: number }>(
    pool,
    'SELECT id FROM imports WHERE course_id = ? ORDER BY id',
    [courseId],
  )
  return rows.map(({ id }) => id)
}

/** Those that neither wait nor run: their files serve nobody any more. */
export async function endedImportIdsOf(pool: Pool, courseId: number): Promise<number[]> {
  const rows = await selectRows<{ id: number }>(
    pool,
    "SELECT id FROM imports WHERE course_id = ? AND state NOT IN ('queued', 'running')",
    [courseId],
  )
  return rows.map(({ id }) => id)
}

/** Deletes the rows of a course, a batch at a time; returns how many there were. May be called again. */
export async function deleteCourseRows(pool: Pool, courseId: number): Promise<number> {
  let deleted = 0
  for (const table of tables) deleted += await deleteInBatches(pool, table, courseId)
  return deleted
}

/** The last step: nothing is known of the course after it. */
export async function forgetCourse(pool: Pool, courseId: number): Promise<void> {
  await deleteInBatches(pool, 'imports', courseId)
  await pool.query('DELETE FROM course_removals WHERE course_id = ?', [courseId])
}

async function deleteInBatches(
  pool: Pool,
  table: (typeof tables)[number] | 'imports',
  courseId: number,
): Promise<number> {
  let deleted = 0
  for (;;) {
    const [{ affectedRows }] = await pool.query<ResultSetHeader>(
      `DELETE FROM ${table} WHERE course_id = ? LIMIT ?`,
      [courseId, rowsAtOnce],
    )
    deleted += affectedRows
    if (affectedRows < rowsAtOnce) return deleted
  }
}
