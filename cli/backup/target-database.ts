import mysql from 'mysql2/promise'
import type { RowDataPacket } from 'mysql2/promise'
import type { DatabaseSettings } from '#drizzle/pool.ts'
import { setSiteState } from '#drizzle/site-state.ts'
import { CommandError } from '../command.ts'
import { workingProcess } from './working-process.ts'

/** Stays when all else is replaced, so that maintenance holds until it is ended; backups do not hold it. */
const siteState = `CREATE TABLE IF NOT EXISTS site_state (
  name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  value MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  since DATETIME(6) NOT NULL)`

interface Purpose {
  replace: boolean
  /** It is to be a staging copy, and closed to everybody until its people are made up. */
  asCopy?: boolean
}

/** Makes the database where it is not there. One with tables is only emptied where that is asked for. */
export async function prepareTarget(
  settings: DatabaseSettings,
  { replace, asCopy = false }: Purpose,
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
    const tables = rows
      .map((row) => String(Object.values(row)[0]))
      .filter((table) => table !== 'site_state')
    if (tables.length > 0 && !replace) {
      throw new CommandError(
        `${name} has ${tables.length} tables: name another database with --into, or replace it with --replace`,
      )
    }
    await connection.query(siteState)
    if (tables.includes('heartbeats')) await refuseWhileWorking(connection, name)
    if (asCopy) await setSiteState(connection, 'copy')
    for (const table of tables) await connection.query(`DROP TABLE \`${table}\``)
  } finally {
    await connection.end()
  }
}

async function refuseWhileWorking(connection: mysql.Connection, name: string) {
  // Nobody works with half a copy, though the heartbeats that came with it look fresh.
  const [[copy]] = await connection.query<RowDataPacket[]>(
    "SELECT 1 FROM site_state WHERE name = 'copy'",
  )
  const working = !copy && (await workingProcess(connection))
  if (!working) return
  throw new CommandError(
    `${working} works with ${name}: stop it, or run \`cloop maintenance on\` first`,
  )
}

/** Deletes every table, whoever works with the database; what keeps it closed comes last. */
export async function emptyDatabase(pool: mysql.Pool): Promise<void> {
  const [rows] = await pool.query<RowDataPacket[]>('SHOW TABLES')
  const tables = rows.map((row) => String(Object.values(row)[0]))
  for (const table of tables) if (table !== 'site_state') await pool.query('DROP TABLE ??', [table])
  await pool.query('DROP TABLE IF EXISTS site_state')
}
