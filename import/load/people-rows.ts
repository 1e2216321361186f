import type { Pool, PoolConnection } from 'mysql2/promise'
import type { ChangeLog } from './change-log.ts'
import { leaveOutAgain } from './left-out-people.ts'
import type { PeopleChange, Person } from './people.ts'
import { selectRows, upsertRows } from './sql.ts'

const columns = {
  user_no: 'userNo',
  user_key: 'userKey',
  username: 'username',
  first_name: 'firstName',
  last_name: 'lastName',
  email: 'email',
  role: 'role',
  group_name: 'groupName',
  status: 'status',
  is_student: 'isStudent',
} as const satisfies Record<string, keyof Person>

export async function selectPeople(
  connection: Pool | PoolConnection,
  courseId: number,
): Promise<Person[]> {
  const named = Object.entries(columns).map(([column, property]) => `${column} AS ${property}`)
  const rows = await selectRows<Person>(
    connection,
    `SELECT ${named.join()}, left_out AS leftOut FROM lms_users WHERE course_id = ?`,
    [courseId],
  )
  return rows.map((person) => ({
    ...person,
    isStudent: Boolean(person.isStudent),
    leftOut: Boolean(person.leftOut),
  }))
}

/**
 * Never changes `left_out` of somebody who is there: whom to leave out is a person's choice. `import_id` stays
 * that of the import that brought the person.
 */
export async function storePeople(
  connection: PoolConnection,
  { courseId, importId }: { courseId: number; importId: number },
  { fresh, changed }: PeopleChange,
  log: ChangeLog,
) {
  for (const { before } of changed) log.add('lms_users', rowOf(before))
  const people = [...fresh, ...changed.map(({ after }) => after)]
  await upsertRows(connection, {
    table: 'lms_users',
    columns: ['course_id', 'import_id', ...Object.keys(columns)],
    keep: ['course_id', 'import_id', 'user_no', 'user_key'],
    rows: people.map((person) => [courseId, importId, ...Object.values(rowOf(person))]),
  })
  await leaveOutAgain(
    connection,
    courseId,
    fresh.filter(({ leftOut }) => leftOut),
  )
}

function rowOf(person: Person): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(columns).map(([column, property]) => [column, person[property]]),
  )
}
