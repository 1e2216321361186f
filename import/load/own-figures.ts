import type { PoolConnection } from 'mysql2/promise'
import { ownTables, type EmptiedWeek, type OwnRows, type OwnTable } from '../figures/own-rows.ts'
import { loadRows } from './load-rows.ts'
import { inBatches } from './sql.ts'

const tables = Object.keys(ownTables) as OwnTable[]
const studentsPerDelete = 200

const ofStudents = 'course_id = ? AND user_no IN (?)'
/** All that some students did, as `t`: the primary key of `student_resources` begins with the resource. */
export const resourcesOfStudents = `lms_users u JOIN resources r ON r.course_id = u.course_id
  JOIN student_resources t
    ON t.course_id = u.course_id AND t.resource_no = r.resource_no AND t.user_no = u.user_no
  WHERE u.course_id = ? AND u.user_no IN (?)`

/** Brings the tables of single students' figures up to date. */
export async function storeOwnFigures(connection: PoolConnection, courseId: number, own: OwnRows) {
  for (const batch of inBatches(own.removed, studentsPerDelete)) {
    for (const table of tables) {
      const rows =
        table === 'student_resources'
          ? `t USING ${resourcesOfStudents}`
          : `${table} WHERE ${ofStudents}`
      await connection.query(`DELETE FROM ${rows}`, [courseId, batch])
    }
  }
  for (const batch of inBatches(own.emptiedWeeks, studentsPerDelete)) {
    await deleteWeeks(connection, courseId, batch)
  }
  for (const table of tables) {
    const target = {
      table,
      columns: ownTables[table],
      constants: { course_id: courseId },
      onRepeat: 'replace',
    } as const
    await loadRows(connection, target, own.chunks(table))
  }
}

/** Looks each row up by the primary key. */
async function deleteWeeks(connection: PoolConnection, courseId: number, weeks: EmptiedWeek[]) {
  const each = weeks.map(() => '(user_no = ? AND week = ?)').join(' OR ')
  await connection.query(`DELETE FROM lms_sessions WHERE course_id = ? AND (${each})`, [
    courseId,
    ...weeks.flatMap(({ userNo, week }) => [userNo, week]),
  ])
}
