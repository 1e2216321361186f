import mysql from 'mysql2/promise'
import type { RowDataPacket } from 'mysql2/promise'
import type { DatabaseSettings } from '#drizzle/pool.ts'
import { CommandError } from '../command.ts'

const aliveSeconds = 60

/** Makes the database where it is not there. One with tables is only emptied where that is asked for. */
export async function prepareTarget(
  settings: DatabaseSettings,
  { replace }: { replace: boolean },
): Promise<void> {
  const { database: name } = settings
  if (!/^\w{1,64}$/.test(name)) throw new CommandError(`${name} is no name for a database`)
  const { database: _name, sslCa, ...server } = settings
  const connection = await mysql.createConnection({
    ...server,
    ...(sslCa ? { ssl: { ca: sslCa } } : {}),
  })
  try {
    await connection.query(`CREATE DATABASE IF NOT EXISTS \`${name}\` CHARACTER SET utf8mb4`)
    await connection.query(`USE \`${name}\``)
    const [rows] = await connection.query<RowDataPacket[]>('SHOW TABLES')
    const tables = rows.map((row) => String(Object.values(row)[0]))
    if (tables.length === 0) return
    if (!replace) {
      throw new CommandError(
        `${name} has ${tables.length} tables: name another database with --into, or replace it with --replace`,
      )
    }
    await refuseWhileWorking(connection, name, tables)
    for (const table of tables) await connection.query(`DROP TABLE \`${table}\``)
  } finally {
    await connection.end()
  }
}

/** Processes that have not paused would write into what is being replaced. */
async function refuseWhileWorking(connection: mysql.Connection, name: string, tables: string[]) {
  if (!tables.includes('heartbeats')) return
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT kind, process FROM heartbeats
      WHERE paused_at IS NULL AND beat_at > UTC_TIMESTAMP(6) - INTERVAL ? SECOND`,
    [aliveSeconds],
  )
  const [working] = rows
  if (working) {
    throw new CommandError(
      `${String(working.kind)} ${String(working.process)} works with ${name}: stop it, or run \`cloop maintenance on\` first`,
    )
  }
}
