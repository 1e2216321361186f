import { randomBytes } from 'node:crypto'
import mysql, { type Pool } from 'mysql2/promise'
import { openPool, type DatabaseSettings } from '#drizzle/pool.ts'
import { migrate } from '#drizzle/migrate.ts'

export interface TestDatabase {
  pool: Pool
  settings: DatabaseSettings
  drop: () => Promise<void>
}

/** The server that the tests run against: `npm test` starts one and says where it is. */
function serverSettings(): Omit<DatabaseSettings, 'database'> {
  const { DB_HOST, DB_PORT, DB_USER, DB_PASSWORD } = process.env
  if (!DB_HOST || !DB_PORT) throw new Error('no database server: run the tests with `npm test`')
  return {
    host: DB_HOST,
    port: Number(DB_PORT),
    user: DB_USER ?? 'cloop',
    password: DB_PASSWORD ?? '',
  }
}

/** A migrated database of its own for one test file. Drop it in `afterAll`. */
export async function createTestDatabase({ migrated = true } = {}): Promise<TestDatabase> {
  const server = serverSettings()
  const settings = { ...server, database: `cloop_test_${randomBytes(6).toString('hex')}` }
  const admin = await mysql.createConnection(server)
  await admin.query(`CREATE DATABASE ${settings.database}`)
  const pool = openPool(settings)
  if (migrated) await migrate(pool)
  return {
    pool,
    settings,
    drop: async () => {
      await pool.end()
      await admin.query(`DROP DATABASE ${settings.database}`)
      await admin.end()
    },
  }
}
