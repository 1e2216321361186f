import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readMigrations } from '#drizzle/migrate.ts'
import { callCloop, settingsFor } from '../cli/run-cloop.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createDirectories, rowsOf } from '../worker/support.ts'

/** As far as a version migrated that knew neither maintenance nor packed sessions. */
const lastOfOlder = '0004_sessions-removals-and-retention'

let older: TestDatabase
let current: TestDatabase
let fresh: TestDatabase
let place: Awaited<ReturnType<typeof createDirectories>>

beforeAll(async () => {
  older = await createTestDatabase({ migrated: false })
  current = await createTestDatabase()
  fresh = await createTestDatabase()
  place = await createDirectories()
  await migrateAsOlder(older)
  await older.pool.query(
    `INSERT INTO course_offerings (id, code, title, start_date, weeks, time_zone, created_at)
     VALUES (3, 'OLD', 'An old course', '2026-02-23', 1, 'UTC', UTC_TIMESTAMP(6))`,
  )
  await older.pool.query(
    `INSERT INTO lms_sessions (course_id, user_no, started_at, day_index, minutes, visits)
     VALUES (3, 1, '2026-02-23 10:00:00', 0, 5, 2), (3, 1, '2026-02-24 10:00:00', 1, 0, 1)`,
  )
})
afterAll(async () => {
  await place.remove()
  for (const database of [older, current, fresh]) await database.drop()
})

async function migrateAsOlder({ pool }: TestDatabase) {
  await pool.query(
    'CREATE TABLE schema_migrations (name VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY, statements INT UNSIGNED NOT NULL, applied_at DATETIME(6) NOT NULL)',
  )
  const all = await readMigrations()
  const known = all.slice(0, all.findIndex(({ name }) => name === lastOfOlder) + 1)
  expect(known).toHaveLength(5)
  for (const { name, statements } of known) {
    for (const statement of statements) await pool.query(statement)
    await pool.query('INSERT INTO schema_migrations VALUES (?, ?, UTC_TIMESTAMP(6))', [
      name,
      statements.length,
    ])
  }
}

const cloop = (database: TestDatabase, ...words: string[]) =>
  callCloop(words, settingsFor(database))

/** Every column and index, as the server tells them. */
async function shapeOf({ pool }: TestDatabase) {
  const columns = await rowsOf(
    pool,
    `SELECT table_name, column_name, column_type, is_nullable, column_default, extra, collation_name
       FROM information_schema.columns WHERE table_schema = DATABASE()
      ORDER BY table_name, column_name`,
  )
  const indexes = await rowsOf(
    pool,
    `SELECT table_name, index_name, non_unique, seq_in_index, column_name
       FROM information_schema.statistics WHERE table_schema = DATABASE()
      ORDER BY table_name, index_name, seq_in_index`,
  )
  return { columns, indexes }
}

const packed = async ({ pool }: TestDatabase) =>
  rowsOf(pool, 'SELECT course_id, user_no, week, sessions FROM lms_sessions')
const sessions = [
  {
    course_id: 3,
    user_no: 1,
    week: 1,
    sessions: `${Date.UTC(2026, 1, 23, 10)}000:5:2 ${Date.UTC(2026, 1, 24, 10)}000`,
  },
]

test('the backup of an older version is restored in maintenance, and migrate brings it up', async () => {
  const made = await cloop(older, 'backup', join(place.root, 'backups'))
  expect(made).toMatchObject({ code: 0 })
  const path = /^wrote (\S+)/.exec(made.output)![1]!
  expect((await cloop(current, 'maintenance', 'on')).code).toBe(0)
  const restored = await cloop(current, 'restore', path, '--replace')
  expect(restored).toMatchObject({
    code: 0,
    output: expect.stringMatching(/; run `cloop migrate`: \d+ migrations are newer\n$/),
  })
  expect((await cloop(current, 'maintenance', 'status')).output).toMatch(/^in maintenance since/)
  const migrated = await cloop(current, 'migrate')
  expect(migrated).toMatchObject({
    code: 0,
    output: expect.stringContaining('applied 0005_operations'),
  })
  expect((await cloop(current, 'maintenance', 'off')).output).toBe('the site is open again\n')
  expect(await shapeOf(current)).toEqual(await shapeOf(fresh))
  expect(await packed(current)).toEqual(sessions)
})

test('so does migrate with the database that was backed up', async () => {
  expect(await cloop(older, 'migrate')).toMatchObject({ code: 0 })
  expect(await shapeOf(older)).toEqual(await shapeOf(fresh))
  expect(await packed(older)).toEqual(sessions)
})
