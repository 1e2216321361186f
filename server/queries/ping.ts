import { sql } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'

/** Rejects where the database does not answer. */
export async function ping(db: Db): Promise<void> {
  await db.execute(sql`SELECT 1`)
}
