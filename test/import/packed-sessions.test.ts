import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RowDataPacket } from 'mysql2/promise'
import { migrate, readMigrations } from '#drizzle/migrate.ts'
import { exactInstant } from '#import/instant.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createCourse, rowsOf, runImport } from '../support/import-run.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const migration = '0007_packed-sessions'

test('sessions that an older version stored one a row are packed as an import packs them', async () => {
  const { pool } = database
  const course = { startDate: '2026-02-23', weeks: 3, timeZone: 'Europe/Berlin' }
  const courseId = await createCourse(pool, course)
  const times = Array.from(
    { length: 1000 },
    (_, n) => new Date(Date.UTC(2026, 1, 23) + n * 1_500_000),
  )
  await runImport(pool, courseId, {
    'all_user.txt': ['ann|ann|Ann|A|a@e', 'bob|bob|Bob|B|b@e'],
    'all_resources.txt': ['page||Page|resource/x-bb-document'],
    'activity.txt': times.map(
      (at, n) => `${n % 3 === 0 ? 'ann' : 'bob'}|page||${at.toISOString()}`,
    ),
  })
  const packed = await rowsOf(pool, ['lms_sessions'], courseId)
  expect(packed.lms_sessions!.length).toBeGreaterThan(4)
  await unpack(courseId)
  expect(await migrate(pool)).toEqual([migration])
  expect(await rowsOf(pool, ['lms_sessions'], courseId)).toEqual(packed)
})

/** Puts the table back into the shape that it had before the migration. */
async function unpack(courseId: number) {
  const { pool } = database
  const [rows] = await pool.query<RowDataPacket[]>('SELECT * FROM lms_sessions')
  const single = rows.flatMap(({ user_no, week, sessions }) =>
    (sessions as string).split(' ').map((session) => {
      const [start, minutes = '0', visits = '1'] = session.split(':')
      return [courseId, user_no, exactInstant(Number(start)), 7 * week - 1, minutes, visits]
    }),
  )
  const [initial] = await readMigrations()
  const asItWas = initial!.statements.find((sql) => sql.startsWith('CREATE TABLE `lms_sessions`'))!
  await pool.query('DROP TABLE lms_sessions')
  await pool.query(asItWas)
  await pool.query(
    'INSERT INTO lms_sessions (course_id, user_no, started_at, day_index, minutes, visits) VALUES ?',
    [single],
  )
  await pool.query('DELETE FROM schema_migrations WHERE name = ?', [migration])
}
