/** SQL that deletes what has had its time. */
import type { Pool } from 'mysql2/promise'
import { change, select } from './sql.ts'

/** Rows per statement: locks stay short, and so does what a replica has to follow. */
const rowsAtOnce = 5000

const old = {
  sessions: 'expires_at < UTC_TIMESTAMP(6) OR absolute_expires_at < UTC_TIMESTAMP(6)',
  password_resets: 'expires_at < UTC_TIMESTAMP(6) - INTERVAL 1 DAY',
  sign_in_failures: 'failed_at < UTC_TIMESTAMP(6) - INTERVAL 1 DAY',
  task_runs: 'slot_at < UTC_TIMESTAMP(6) - INTERVAL 30 DAY',
  audit_log: 'at < UTC_TIMESTAMP(6) - INTERVAL 12 MONTH',
  mails: 'created_at < UTC_TIMESTAMP(6) - INTERVAL 30 DAY',
  queue_questions: 'asked_at < UTC_TIMESTAMP(6) - INTERVAL 1 DAY',
  heartbeats: 'beat_at < UTC_TIMESTAMP(6) - INTERVAL 1 DAY',
}
export type TableWithAge = keyof typeof old
export const tablesWithAge = Object.keys(old) as TableWithAge[]

/** Returns how many rows there were. */
export async function deleteOldRows(pool: Pool, table: TableWithAge): Promise<number> {
  const statement = `DELETE FROM ${table} WHERE ${old[table]} LIMIT ${rowsAtOnce}`
  let deleted = 0
  for (;;) {
    const { affectedRows } = await change(pool, statement, [])
    deleted += affectedRows
    if (affectedRows < rowsAtOnce) return deleted
  }
}

/** Which of these imports ended longer than `keepDays` ago, and which there are at all. */
export async function endedBefore(
  pool: Pool,
  ids: number[],
  keepDays: number,
): Promise<Map<number, { isOld: boolean }>> {
  if (ids.length === 0) return new Map()
  const rows = await select<{ id: number; isOld: number | null }>(
    pool,
    'SELECT id, finished_at < UTC_TIMESTAMP(6) - INTERVAL ? DAY AS isOld FROM imports WHERE id IN (?)',
    [keepDays, ids],
  )
  return new Map(rows.map(({ id, isOld }) => [id, { isOld: isOld === 1 }]))
}
