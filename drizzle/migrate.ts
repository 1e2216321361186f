import { readFile } from 'node:fs/promises'
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise'

const folder = new URL('./migrations/', import.meta.url)
const lockSeconds = 120

/** `table exists`, `duplicate column`, `duplicate key name`, `cannot drop`: what a statement meets that was applied already. */
const appliedAlready = new Set([1050, 1060, 1061, 1091])

/** `cloop backup` and `cloop restore` make them where they are not there: a database may be older than they are. */
const madeByCommands = /^CREATE TABLE `(?:backups|site_state)` /

export interface Migration {
  name: string
  statements: string[]
}

/** All migrations in their order, as `drizzle-kit generate` wrote them. */
export async function readMigrations(): Promise<Migration[]> {
  const journal = JSON.parse(await readFile(new URL('meta/_journal.json', folder), 'utf8')) as {
    entries: { tag: string }[]
  }
  return Promise.all(
    journal.entries.map(async ({ tag }) => ({
      name: tag,
      statements: (await readFile(new URL(`${tag}.sql`, folder), 'utf8'))
        .split('--> statement-breakpoint')
        .map((statement) => statement.trim())
        .filter(Boolean),
    })),
  )
}

/** How many statements of each migration have been applied. */
async function readProgress(connection: Pool | PoolConnection): Promise<Map<string, number>> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT name, statements FROM schema_migrations',
  )
  return new Map(rows.map((row) => [row.name as string, Number(row.statements)]))
}

const noSuchTable = 1146

/** Migrations of this program that the database lacks, and those of the database that this program does not know. */
export async function pendingMigrations(
  pool: Pool,
): Promise<{ pending: string[]; unknown: string[] }> {
  const migrations = await readMigrations()
  const progress = await readProgress(pool).catch((error: { errno?: number }) => {
    if (error.errno === noSuchTable) return new Map<string, number>()
    throw error
  })
  const names = migrations.map(({ name }) => name)
  return {
    pending: migrations
      .filter(({ name, statements }) => (progress.get(name) ?? 0) < statements.length)
      .map(({ name }) => name),
    unknown: [...progress.keys()].filter((name) => !names.includes(name)),
  }
}

/**
 * Applies what is pending and returns the names. Safe when two processes start at once (one waits for
 * the other's lock) and when an earlier run died: data definition commits by itself, so progress is
 * kept per statement, and the one statement that may have been applied without being noted down is
 * allowed to say so.
 */
export async function migrate(pool: Pool): Promise<string[]> {
  const migrations = await readMigrations()
  const connection = await pool.getConnection()
  try {
    await takeLock(connection)
    await connection.query(
      'CREATE TABLE IF NOT EXISTS schema_migrations (name VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY, statements INT UNSIGNED NOT NULL, applied_at DATETIME(6) NOT NULL)',
    )
    const progress = await readProgress(connection)
    const applied: string[] = []
    for (const migration of migrations) {
      const done = progress.get(migration.name) ?? 0
      if (done >= migration.statements.length) continue
      await applyFrom(connection, migration, done)
      applied.push(migration.name)
    }
    return applied
  } finally {
    // Closing the session frees the lock, also after an error.
    connection.destroy()
  }
}

async function takeLock(connection: PoolConnection): Promise<void> {
  const [rows] = await connection.query<RowDataPacket[]>(
    "SELECT GET_LOCK(CONCAT('cloop-migrate-', DATABASE()), ?) AS taken",
    [lockSeconds],
  )
  if (Number(rows[0]?.taken) !== 1) {
    throw new Error(`another process has been migrating for more than ${lockSeconds} s`)
  }
}

async function applyFrom(connection: PoolConnection, migration: Migration, done: number) {
  for (const [index, statement] of migration.statements.entries()) {
    if (index < done) continue
    try {
      await connection.query(statement)
    } catch (error) {
      const mayBeThere = index === done || madeByCommands.test(statement)
      const maybeApplied =
        mayBeThere && appliedAlready.has((error as { errno?: number }).errno ?? 0)
      if (!maybeApplied) {
        throw new Error(`migration ${migration.name}, statement ${index + 1} failed`, {
          cause: error,
        })
      }
    }
    await connection.query(
      'INSERT INTO schema_migrations (name, statements, applied_at) VALUES (?, ?, UTC_TIMESTAMP(6)) ON DUPLICATE KEY UPDATE statements = VALUES(statements), applied_at = VALUES(applied_at)',
      [migration.name, index + 1],
    )
  }
}
