import type { Pool, PoolConnection } from 'mysql2/promise'
import { select } from './sql.ts'

/** Names of locks belong to the whole server and have at most 64 characters: the database's name is hashed. */
const fullName = "CONCAT('cloop-', ?, '-', MD5(DATABASE()))"

async function tryLock(connection: PoolConnection, name: string): Promise<boolean> {
  const [row] = await select<{ taken: number | null }>(
    connection,
    `SELECT GET_LOCK(${fullName}, 0) AS taken`,
    [name],
  )
  return row?.taken === 1
}

/** Runs `work` while no other process holds the lock; returns undefined, at once, if one does. */
export async function withLock<T>(
  pool: Pool,
  name: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const connection = await pool.getConnection()
  try {
    if (!(await tryLock(connection, name))) return undefined
    const result = await work()
    await select(connection, `SELECT RELEASE_LOCK(${fullName})`, [name])
    return result
  } finally {
    // Whatever state the session is in: closing it frees its locks, if a moment later.
    connection.destroy()
  }
}

export interface Leadership {
  /** Whether this process leads now; becomes leader if nobody is. */
  isLeader: () => Promise<boolean>
  resign: () => void
}

/** At most one process leads at a time. The lock lives as long as its connection, so a dead leader holds nothing. */
export function createLeadership(pool: Pool, name: string): Leadership {
  let connection: PoolConnection | undefined

  function resign() {
    connection?.destroy()
    connection = undefined
  }

  async function stillHolds(held: PoolConnection): Promise<boolean> {
    const sql = `SELECT IS_USED_LOCK(${fullName}) = CONNECTION_ID() AS mine`
    const [row] = await select<{ mine: number | null }>(held, sql, [name])
    return row?.mine === 1
  }

  return {
    isLeader: async () => {
      try {
        if (connection && (await stillHolds(connection))) return true
        resign()
        connection = await pool.getConnection()
        if (await tryLock(connection, name)) return true
      } catch (error) {
        resign()
        throw error
      }
      connection.release()
      connection = undefined
      return false
    },
    resign,
  }
}
