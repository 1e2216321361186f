import type { Pool, PoolConnection, ResultSetHeader } from 'mysql2/promise'
import { ChangeRefused } from '../problems.ts'
import { selectRows } from './sql.ts'

interface Person {
  courseId: number
  userNo: number
  userKey: string
}

/**
 * Deletes what a person did, and everything in their own row. The row stays without a word in it, so that
 * nobody else is ever given their number: what the audit log says of it would then be said of them. It belongs
 * to no import from now on, so that undoing one leaves it, too. Throws `ChangeRefused` where the number is no
 * longer this person's.
 */
export async function erase(
  connection: PoolConnection,
  { courseId, userNo, userKey }: Person,
): Promise<number> {
  const found = await selectRows(
    connection,
    'SELECT user_no FROM lms_users WHERE course_id = ? AND user_no = ? AND user_key = ? FOR UPDATE',
    [courseId, userNo, userKey],
  )
  if (found.length === 0) {
    throw new ChangeRefused('The course was changed meanwhile: the person has another number now.')
  }
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
      left_out = FALSE, import_id = 0
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
