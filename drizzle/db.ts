import { drizzle, type MySql2Database } from 'drizzle-orm/mysql2'
import type { Pool, PoolConnection } from 'mysql2/promise'
import { inTransaction } from './pool.ts'

/**
 * Drizzle's view of a pool, for the site's queries. The worker does without: loading drizzle costs more
 * memory than a whole import is allowed.
 */
export type Db = MySql2Database

export function dbOf(pool: Pool): Db {
  return drizzle({ client: pool.pool })
}

export function dbOfConnection({ connection }: PoolConnection): Db {
  return drizzle({ client: connection })
}

/**
 * Runs `work` with drizzle's view of one transaction. At the server's usual isolation (repeatable read)
 * everything that it reads is of one instant: an import that commits meanwhile is wholly in or wholly out.
 */
export function inDbTransaction<T>(pool: Pool, work: (db: Db) => Promise<T>): Promise<T> {
  return inTransaction(pool, (connection) => work(dbOfConnection(connection)))
}
