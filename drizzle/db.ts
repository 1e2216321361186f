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
export function inDbTransactionOnce<T>(pool: Pool, work: (db: Db) => Promise<T>): Promise<T> {
  return inTransaction(pool, (connection) => work(dbOfConnection(connection)))
}

const attempts = 3
/** Lock wait time-out, deadlock, and a row that changed since it was read. */
const busy: readonly unknown[] = [1205, 1213, 1020]

/** The same, again from its beginning where it failed only because others were at the same rows. */
export async function inDbTransaction<T>(pool: Pool, work: (db: Db) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inDbTransactionOnce(pool, work)
    } catch (error) {
      if (attempt === attempts || !busy.includes(errnoOf(error))) throw error
    }
  }
}

/** Drizzle wraps what the driver throws. */
function errnoOf(error: unknown): unknown {
  const cause = error instanceof Error && error.cause ? error.cause : error
  return cause instanceof Error && 'errno' in cause ? cause.errno : undefined
}
