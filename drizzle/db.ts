import { drizzle, type MySql2Database } from 'drizzle-orm/mysql2'
import type { Pool } from 'mysql2/promise'

/**
 * Drizzle's view of a pool, for the site's queries. The worker does without: loading drizzle costs more
 * memory than a whole import is allowed.
 */
export type Db = MySql2Database

export function dbOf(pool: Pool): Db {
  return drizzle({ client: pool.pool })
}
