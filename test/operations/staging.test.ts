import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callCloop, settingsFor } from '../cli/run-cloop.ts'
import { addCourse } from '../server/support/course.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createDirectories, rowsOf } from '../worker/support.ts'

let live: TestDatabase
let staging: TestDatabase
let place: Awaited<ReturnType<typeof createDirectories>>
let courseId: number

beforeAll(async () => {
  live = await createTestDatabase()
  staging = await createTestDatabase({ migrated: false })
  place = await createDirectories()
  courseId = await addCourse(live.pool, { title: 'Writing with Olive Ownerby' })
  await live.pool.query(
    `INSERT INTO users (email, name, password_hash, created_at)
     VALUES ('olive@example.edu', 'Olive Ownerby', 'hash', UTC_TIMESTAMP(6))`,
  )
  await live.pool.query(
    "UPDATE users SET oidc_subject_hash = REPEAT('b', 64) WHERE email = 'olive@example.edu'",
  )
  await live.pool.query(
    `INSERT INTO audit_log (at, action, detail) VALUES (UTC_TIMESTAMP(6), 'x', '{"of":"bob@example.edu"}')`,
  )
  await live.pool.query("UPDATE resources SET title = 'Essay of Archer, Ann' WHERE resource_no = 1")
  await live.pool.query("UPDATE resources SET title = 'Li Wu and li_wu.pdf' WHERE resource_no = 2")
  await live.pool.query(
    "UPDATE lms_users SET first_name = 'Li', last_name = 'Wu' WHERE username = 'cyd'",
  )
  await live.pool.query(
    `INSERT INTO lms_servers (id, name, token_hash, created_at)
     VALUES (7, 'Server of Olive', REPEAT('a', 64), UTC_TIMESTAMP(6))`,
  )
  await live.pool.query("UPDATE course_offerings SET code = 'OWNERBY1', lms_server_id = 7")
})
afterAll(async () => {
  await place.remove()
  await live.drop()
  await staging.drop()
})

async function backup(): Promise<string> {
  const words = ['backup', join(place.root, 'backups'), '--keep-all']
  const { output } = await callCloop(words, settingsFor(live))
  return /^wrote (\S+)/.exec(output)![1]!
}
const refresh = (from: string, changes: Record<string, string> = {}) =>
  callCloop(['staging', 'refresh', '--from', from], {
    ...settingsFor(staging),
    CLOOP_ENV: 'staging',
    ...changes,
  })

/** All that can be read in a database. */
async function everything({ pool }: TestDatabase): Promise<string> {
  const tables = await rowsOf<Record<string, string>>(pool, 'SHOW TABLES')
  const contents = []
  for (const name of tables.flatMap((row) => Object.values(row))) {
    contents.push(JSON.stringify(await rowsOf(pool, `SELECT * FROM \`${name}\``)))
  }
  return contents.join('\n')
}
const real = /example\.edu|\b(ann|archer|bob|baker|cyd|early|tutor|olive|ownerby|li|wu)\b/i

test('a copy has the same figures, and nobody is in it', async () => {
  expect(await everything(live)).toMatch(real)
  const { code, output } = await refresh(await backup())
  expect(code).toBe(0)
  expect(output).toMatch(/6 people are made up\n$/)
  expect(await everything(staging)).not.toMatch(real)
  const figures = 'SELECT * FROM student_weeks ORDER BY course_id, week, user_no'
  expect(await rowsOf(staging.pool, figures)).toEqual(await rowsOf(live.pool, figures))
  const [person] = await rowsOf<Record<string, string>>(
    staging.pool,
    `SELECT first_name AS name, username, email FROM lms_users WHERE user_no = 1`,
  )
  expect(person).toEqual({
    name: expect.stringMatching(/^[A-Z][a-z]{4}$/),
    username: `student${courseId}x1`,
    email: `student${courseId}x1@staging.invalid`,
  })
  const titles = 'SELECT title FROM resources WHERE resource_no <= 2 ORDER BY resource_no'
  expect(await rowsOf(staging.pool, titles)).toEqual([
    { title: 'Essay of …, …' },
    { title: '… … and …_….pdf' },
  ])
})

test('what leads to somebody by other ways is gone or made up, too', async () => {
  const before = await rowsOf(live.pool, 'SELECT oidc_subject_hash AS hash FROM users')
  expect(before).toEqual([{ hash: 'b'.repeat(64) }])
  expect((await refresh(await backup())).code).toBe(0)
  const rows = (sql: string) => rowsOf(staging.pool, sql)
  expect(await rows('SELECT name, email, password_hash, oidc_subject_hash FROM users')).toEqual([
    {
      name: expect.stringMatching(/^Person \d+$/),
      email: expect.stringMatching(/^person\d+@staging\.invalid$/),
      password_hash: null,
      oidc_subject_hash: null,
    },
  ])
  expect(await rows('SELECT name, token_hash FROM lms_servers')).toEqual([
    { name: 'LMS 7', token_hash: null },
  ])
  expect(await rows('SELECT code FROM course_offerings')).toEqual([{ code: `C${courseId}` }])
})

test('a name that is left anywhere fails, and leaves no copy', async () => {
  await live.pool.query('CREATE TABLE of_a_plugin (note VARCHAR(100) PRIMARY KEY)')
  await live.pool.query("INSERT INTO of_a_plugin VALUES ('ask Baker')")
  const from = await backup()
  await live.pool.query('DROP TABLE of_a_plugin')
  expect(await refresh(from)).toMatchObject({
    code: 1,
    errors: 'cloop: real names are left in of_a_plugin.note: the copy was emptied\n',
  })
  expect(await rowsOf(staging.pool, 'SHOW TABLES')).toEqual([])
})

test('nothing but a staging database is replaced', async () => {
  const { code, errors } = await refresh('/not/looked/at', { CLOOP_ENV: 'production' })
  expect([code, errors]).toEqual([1, expect.stringContaining('CLOOP_ENV is production')])
})
