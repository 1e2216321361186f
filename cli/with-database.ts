import type { Pool } from 'mysql2/promise'
import { openPool, type DatabaseSettings } from '#drizzle/pool.ts'

/** Runs `work` with a pool of the settings' database and closes it, whatever comes of it. */
export async function withDatabase<T>(
  { database }: { database: DatabaseSettings },
  work: (pool: Pool) => Promise<T>,
): Promise<T> {
  const pool = openPool(database, 2)
  try {
    return await work(pool)
  } finally {
    await pool.end()
  }
}
