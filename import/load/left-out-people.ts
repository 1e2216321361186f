import type { Pool, PoolConnection } from 'mysql2/promise'
import { selectRows } from './sql.ts'

/** Keys of people who are to be left out if they come (again). */
export async function selectLeftOutKeys(
  connection: Pool | PoolConnection,
  courseId: number,
): Promise<string[]> {
  const rows = await selectRows<{ userKey: string }>(
    connection,
    'SELECT user_key AS userKey FROM left_out_people WHERE course_id = ?',
    [courseId],
  )
  return rows.map(({ userKey }) => userKey)
}

/** For people who come again: from now on the choice is kept with them. */
export async function leaveOutAgain(
  connection: PoolConnection,
  courseId: number,
  people: readonly { userNo: number; userKey: string }[],
) {
  if (people.length === 0) return
  await connection.query(
    'UPDATE lms_users SET left_out = TRUE WHERE course_id = ? AND user_no IN (?)',
    [courseId, people.map(({ userNo }) => userNo)],
  )
  await connection.query('DELETE FROM left_out_people WHERE course_id = ? AND user_key IN (?)', [
    courseId,
    people.map(({ userKey }) => userKey),
  ])
}

/** Before people are deleted: those of one import, or all. */
export async function keepLeftOutKeys(
  connection: PoolConnection,
  { courseId, importId }: { courseId: number; importId?: number | undefined },
) {
  await connection.query(
    `INSERT INTO left_out_people (course_id, user_key) SELECT course_id, user_key FROM lms_users
    WHERE course_id = ? AND left_out AND import_id = COALESCE(?, import_id)`,
    [courseId, importId ?? null],
  )
}
