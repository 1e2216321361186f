import type { Pool, RowDataPacket } from 'mysql2/promise'
import { figureTables } from './import-run.ts'

const facts = ['visits', 'posts', 'attempts'] as const
const people = 'user_key, username, first_name, last_name, email, role, is_student, left_out'
const resources = 'is_forum, resource_key, parent_no, title, resource_type, category'

/**
 * People, resources, facts and every figure of a course, with keys in the place of the numbers that the course
 * gave them as they came, and without what tells which import brought a row.
 */
export async function namedRows(pool: Pool, courseId: number): Promise<Record<string, string[]>> {
  const select = async (columns: string, table: string) => {
    const sql = `SELECT ${columns} FROM ${table} WHERE course_id = ?`
    const [rows] = await pool.query<RowDataPacket[]>({ sql, values: [courseId], dateStrings: true })
    return rows
  }
  const [users, pages] = [
    await select(`user_no, ${people}`, 'lms_users'),
    await select(`resource_no, ${resources}`, 'resources'),
  ]
  const names = new Map<string, string>([
    ...users.map((row) => [`user_no ${row.user_no}`, String(row.user_key)] as const),
    ...pages.flatMap((row) => {
      const name = `${row.is_forum ? 'forum' : 'page'} ${row.resource_key}`
      return ['resource_no', 'parent_no'].map((of) => [`${of} ${row.resource_no}`, name] as const)
    }),
  ])
  const inWords = (row: RowDataPacket) =>
    Object.entries(row)
      .filter(([column]) => column !== 'course_id' && column !== 'import_id')
      .map(([column, value]) => `${column}=${names.get(`${column} ${value}`) ?? String(value)}`)
      .join(' ')
  const all: Record<string, string[]> = {
    lms_users: users.map(inWords).sort(),
    resources: pages.map(inWords).sort(),
  }
  for (const table of [...facts, ...figureTables]) {
    all[table] = (await select('*', table)).map(inWords).sort()
  }
  return all
}
