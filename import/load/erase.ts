import type { Pool, PoolConnection, ResultSetHeader } from 'mysql2/promise'

interface Person {
  courseId: number
  userNo: number
  userKey: string
}

/**
 * Deletes what a person did, and everything in their own row. The row stays without a word in it, so that
 * nobody else is ever given their number: what the audit log says of it would then be said of them.
 */
export async function erase(
  connection: PoolConnection,
  { courseId, userNo, userKey }: Person,
): Promise<number> {
  let rows = 0
  for (const table of ['visits', 'posts', 'attempts']) {
    const [{ affectedRows }] = await connection.query<ResultSetHeader>(
      `DELETE FROM ${table} WHERE course_id = ? AND user_no = ?`,
      [courseId, userNo],
    )
    rows += affectedRows
  }
  await connection.query(
    `UPDATE lms_users SET user_key = CONCAT('erased:', user_no), username = '', first_name = '',
      last_name = '', email = '', role = '', group_name = '', status = '', is_student = FALSE,
      left_out = FALSE
    WHERE course_id = ? AND user_no = ?`,
    [courseId, userNo],
  )
  await forgetChanges(connection, { courseId, userNo, userKey })
  return rows
}

/** What undoing an import would put back of a person, and that somebody wanted them left out. */
async function forgetChanges(connection: PoolConnection, person: Person) {
  await connection.query(
    `DELETE FROM import_changes WHERE course_id = ? AND table_name IN ('lms_users', 'attempts')
      AND CAST(JSON_VALUE(\`before\`, '$.user_no') AS UNSIGNED) = ?`,
    [person.courseId, person.userNo],
  )
  await forgetChoice(connection, person)
}

/** That somebody is to be left out if they come (again). */
export async function forgetChoice(
  connection: Pool | PoolConnection,
  { courseId, userKey }: Pick<Person, 'courseId' | 'userKey'>,
) {
  await connection.query('DELETE FROM left_out_people WHERE course_id = ? AND user_key = ?', [
    courseId,
    userKey,
  ])
}
