import mysql from 'mysql2'
import type { Pool, PoolConnection } from 'mysql2/promise'

export interface DatabaseSettings {
  host: string
  port: number
  user: string
  password: string
  database: string
  /** PEM of the authority that signed the server's certificate; with it the connection is encrypted. */
  sslCa?: string | undefined
}

/** Strict everywhere, whatever the server's own defaults are (MariaDB's lack two of these). */
const sessionSettings =
  "SET time_zone = '+00:00', sql_mode = 'STRICT_TRANS_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'"

/** Options of every connection of ours: UTC, full Unicode, bounded waiting, local files only where asked for. */
function connectionOptions(settings: DatabaseSettings): mysql.ConnectionOptions {
  return {
    host: settings.host,
    port: settings.port,
    user: settings.user,
    password: settings.password,
    database: settings.database,
    charset: 'utf8mb4',
    timezone: 'Z',
    connectTimeout: 10_000,
    supportBigNumbers: true,
    ...(settings.sslCa ? { ssl: { ca: settings.sslCa } } : {}),
  }
}

/** A pool of at most `connections` connections. Who opens it closes it. */
export function openPool(settings: DatabaseSettings, connections = 10): Pool {
  const pool = mysql.createPool({
    ...connectionOptions(settings),
    connectionLimit: connections,
    maxIdle: connections,
    queueLimit: 1000,
    enableKeepAlive: true,
  })
  pool.on('connection', (connection) => {
    // Statements of one connection run in order: this one is before whatever asked for the connection.
    connection.query(sessionSettings, (error) => {
      if (error) connection.destroy()
    })
  })
  return pool.promise()
}

/** Runs `work` on one connection in one transaction, which always ends: committed, or rolled back on any error. */
export async function inTransaction<T>(
  pool: Pool,
  work: (connection: PoolConnection) => Promise<T>,
  isolation?: 'READ COMMITTED',
): Promise<T> {
  const connection = await pool.getConnection()
  try {
    // Holds for the next transaction only.
    if (isolation) await connection.query(`SET TRANSACTION ISOLATION LEVEL ${isolation}`)
    await connection.query('START TRANSACTION')
    const result = await work(connection)
    await connection.query('COMMIT')
    connection.release()
    return result
  } catch (error) {
    // A connection that cannot roll back may hold half a transaction: it must not be used again.
    await connection.query('ROLLBACK').then(
      () => connection.release(),
      () => connection.destroy(),
    )
    throw error
  }
}
