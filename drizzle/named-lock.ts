import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise'

/** Somebody else holds the lock for too long. */
export class LockTaken extends Error {
  override name = 'LockTaken'
}

/**
 * Runs `work` while no other process holds the lock of this name, which it waits for. `work` gets the
 * connection that holds it: to need another one while others wait for the lock could use up the pool.
 */
export async function withNamedLock<T>(
  pool: Pool,
  { name, waitSeconds }: { name: string; waitSeconds: number },
  work: (connection: PoolConnection) => Promise<T>,
): Promise<T> {
  const connection = await pool.getConnection()
  let isHeld = false
  try {
    // Names belong to the whole server and have at most 64 characters: the database's name is hashed.
    const fullName = "CONCAT('cloop-', ?, '-', MD5(DATABASE()))"
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT GET_LOCK(${fullName}, ?) AS taken`,
      [name, waitSeconds],
    )
    if (rows[0]?.taken !== 1) throw new LockTaken(`${name}: not free within ${waitSeconds} s`)
    isHeld = true
    const result = await work(connection)
    await connection.query(`DO RELEASE_LOCK(${fullName})`, [name])
    isHeld = false
    return result
  } finally {
    // With its connection an unreleased lock goes, too.
    if (isHeld) connection.destroy()
    else connection.release()
  }
}
