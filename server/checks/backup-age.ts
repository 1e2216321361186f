import type { Pool, RowDataPacket } from 'mysql2/promise'

/** A day, and the time that a nightly backup may take. */
export const backupFreshHours = 26

const age = 'TIMESTAMPDIFF(SECOND, MAX(made_at), UTC_TIMESTAMP(6)) / 3600'

/** Of the newest backup; undefined where there is none. */
export async function backupAgeHours(pool: Pool): Promise<number | undefined> {
  // A database that is older than this table is asked about, too: before it is migrated.
  const [tables] = await pool.query<RowDataPacket[]>("SHOW TABLES LIKE 'backups'")
  if (tables.length === 0) return undefined
  const [rows] = await pool.query<RowDataPacket[]>(`SELECT ${age} AS hours FROM backups`)
  const hours: unknown = rows[0]?.hours
  return hours === null || hours === undefined ? undefined : Number(hours)
}
