import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool, ResultSetHeader } from 'mysql2/promise'
import { readWatchers } from '#deploy/circus.ts'
import { freePorts } from '#deploy/free-ports.ts'
import { dbOf } from '#drizzle/db.ts'
import { createSessions } from '#server/auth/sessions.ts'
import type { TestDatabase } from '../support/database.ts'
import { brokerSettings, databaseSettings } from '../support/process-settings.ts'
import { endProcess, startProcess, untilStarted } from '../support/site-process.ts'
import { createTestBroker } from '../worker/broker-support.ts'

/**
 * The web process alone, on a database that is there, with the session of an administrator. `more` are settings
 * beside those that it needs.
 */
export async function startBenchSite(
  { pool, settings }: TestDatabase,
  more: Record<string, string> = {},
) {
  const broker = createTestBroker()
  const [port = 0] = await freePorts(1)
  const origin = `http://127.0.0.1:${port}`
  const program = readWatchers().find(({ name }) => name === 'web')
  if (!program) throw new Error('circus.ini has no watcher "web"')
  const nowhere = join(tmpdir(), 'cloop-bench-nothing')
  const site = startProcess(program, {
    PATH: process.env.PATH,
    ...databaseSettings(settings),
    ...brokerSettings(broker),
    ...{ DATA_IMPORT_DIR: nowhere, DATA_PROCESSING_DIR: nowhere, DATA_ERROR_LOGS_DIR: nowhere },
    ...{ SECRET_KEY: randomBytes(32).toString('hex'), PORT: String(port), BASE_URL: origin },
    DO_IMPORTING: 'off',
    ...more,
  })
  await untilStarted(site)
  return {
    origin,
    pid: site.child.pid,
    cookie: await administratorCookie(pool),
    stop: async () => {
      await endProcess(site)
      await broker.close()
    },
  }
}

async function administratorCookie(pool: Pool): Promise<string> {
  const [{ insertId }] = await pool.query<ResultSetHeader>(
    `INSERT INTO users (email, name, password_hash, is_admin, created_at)
    VALUES ('bench@example.edu', 'Bench', '', TRUE, UTC_TIMESTAMP(6))
    ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id)`,
  )
  return `sid=${await createSessions(dbOf(pool), { idleMinutes: 120, longestMinutes: 720 }).start(insertId, 'bench')}`
}
