import { afterAll, beforeAll, expect, test } from 'vitest'
import { callCloop, settingsFor } from '../cli/run-cloop.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('in production a migration waits until nobody works with the old tables', async () => {
  const { pool } = database
  const production = { ...settingsFor(database), CLOOP_ENV: 'production' }
  await pool.query(
    "INSERT INTO backups (file_name, size_bytes, sha256, made_at) VALUES ('b', 1, '', UTC_TIMESTAMP(6))",
  )
  await pool.query('DROP TABLE left_out_people')
  await pool.query(
    "UPDATE schema_migrations SET statements = 0 WHERE name = '0002_left_out_people'",
  )
  await pool.query(
    `INSERT INTO heartbeats (process, kind, version, started_at, beat_at)
    VALUES ('here-1', 'worker', '0.1.0', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
  )
  expect(await callCloop(['migrate'], production)).toMatchObject({
    code: 1,
    errors: expect.stringContaining('worker here-1 is at work'),
  })
  await pool.query('UPDATE heartbeats SET paused_at = UTC_TIMESTAMP(6)')
  expect(await callCloop(['migrate'], production)).toMatchObject({
    code: 0,
    output: expect.stringContaining('applied 0002_left_out_people'),
  })
})
