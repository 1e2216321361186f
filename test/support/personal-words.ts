import type { Pool } from 'mysql2/promise'
import { rowsOf } from '../worker/support.ts'

/** Shorter ones may be part of anything. */
const shortest = 8

/** Names and addresses of everybody in the database, which no log may hold. */
export async function personalWords(pool: Pool): Promise<string[]> {
  const rows = await rowsOf<{ word: string }>(
    pool,
    `SELECT name AS word FROM users UNION SELECT email FROM users UNION SELECT email FROM lms_users
      UNION SELECT CONCAT(first_name, ' ', last_name) FROM lms_users`,
  )
  return rows.map(({ word }) => word).filter((word) => word.length >= shortest)
}
