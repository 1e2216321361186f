import type { PoolConnection } from 'mysql2/promise'
import { ownTables, type OwnRows, type OwnTable, type SessionRange } from '../figures/own-rows.ts'
import { exactInstant } from '../instant.ts'
import { loadRows } from './load-rows.ts'
import { inBatches } from './sql.ts'

const tables = Object.keys(ownTables) as OwnTable[]
const studentsPerDelete = 200

/** Brings the tables of single students' figures up to date. */
export async function storeOwnFigures(connection: PoolConnection, courseId: number, own: OwnRows) {
  for (const batch of inBatches(own.removed, studentsPerDelete)) {
    for (const table of tables) {
      await connection.query(`DELETE FROM ${table} WHERE course_id = ? AND user_no IN (?)`, [
        courseId,
        batch,
      ])
    }
  }
  for (const batch of inBatches(own.removedSessions, studentsPerDelete)) {
    await deleteSessions(connection, courseId, batch)
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

/** Walks the primary key: one range a student. */
async function deleteSessions(
  connection: PoolConnection,
  courseId: number,
  ranges: SessionRange[],
) {
  const each = ranges.map(() => '(user_no = ? AND started_at BETWEEN ? AND ?)').join(' OR ')
  const bounds = ranges.flatMap(({ userNo, from, to }) => [
    userNo,
    exactInstant(from),
    exactInstant(to),
  ])
  await connection.query(`DELETE FROM lms_sessions WHERE course_id = ? AND (${each})`, [
    courseId,
    ...bounds,
  ])
}
