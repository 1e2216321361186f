import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import mysql from 'mysql2/promise'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callCloop, settingsFor } from '../cli/run-cloop.ts'
import { addCourse } from '../server/support/course.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createDirectories, insertCourse, insertServer, rowsOf } from '../worker/support.ts'

let database: TestDatabase
let place: Awaited<ReturnType<typeof createDirectories>>
let directory: string
const scratch: string[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  place = await createDirectories()
  directory = join(place.root, 'backups')
  await addCourse(database.pool, { title: "Birds 🦉, 'quoted' \\ and; more\nlines" })
})
afterAll(async () => {
  for (const name of scratch) await database.pool.query(`DROP DATABASE IF EXISTS ${name}`)
  await place.remove()
  await database.drop()
})

const cloop = (words: string[], changes: Record<string, string> = {}) =>
  callCloop(words, { ...settingsFor(database), ...changes })
const backup = (changes?: Record<string, string>, ...more: string[]) =>
  cloop(['backup', ...(changes?.BACKUP_DIR ? [] : [directory]), ...more], changes)
const pathIn = (output: string) => /^wrote (\S+)/.exec(output)![1]!

/** A name of a database that goes in the end. */
function scratchName(what: string): string {
  const name = `${database.settings.database}_${what}`
  scratch.push(name)
  return name
}

/** Checksum of each table of a database, without those that backups themselves change. */
async function checksums(name: string) {
  const connection = await mysql.createConnection({ ...database.settings, database: name })
  try {
    const [tables] = await connection.query<mysql.RowDataPacket[]>('SHOW TABLES')
    const names = tables
      .map((row) => String(Object.values(row)[0]))
      .filter((table) => table !== 'backups')
    const [rows] = await connection.query<mysql.RowDataPacket[]>(`CHECKSUM TABLE ${names.join()}`)
    return rows.map((row) => [String(row.Table).split('.')[1], row.Checksum])
  } finally {
    await connection.end()
  }
}

test('a backup that is restored into a scratch database is the same, to the last bit', async () => {
  const made = await backup()
  expect(made).toMatchObject({ code: 0, errors: '' })
  const path = pathIn(made.output)
  expect((await stat(path)).mode & 0o077).toBe(0)
  const into = scratchName('copy')
  const { code, output } = await cloop(['restore', path, '--into', into])
  expect(code).toBe(0)
  expect(output).toMatch(new RegExp(`into ${into}: \\d+ tables; 0 imports\n$`))
  expect(await checksums(into)).toEqual(await checksums(database.settings.database))
})

test('one that is made while courses are written holds whole courses only', async () => {
  const serverId = await insertServer(database.pool, 'Busy')
  let isWriting = true
  async function write() {
    for (let round = 0; isWriting; round += 1) {
      const connection = await database.pool.getConnection()
      await connection.query('START TRANSACTION')
      const one = connection as unknown as typeof database.pool
      const id = await insertCourse(one, { serverId, code: `BUSY${round}` })
      // The course comes first and the figures last, as in an import.
      await connection.query(
        `INSERT INTO lms_users (course_id, user_no, user_key, username, first_name, last_name, email,
                is_student, import_id) VALUES (?, 1, 'k', 'u', 'F', 'L', 'e', TRUE, 1)`,
        [id],
      )
      await connection.query('COMMIT')
      connection.release()
    }
  }
  const writing = write()
  const made = await backup()
  isWriting = false
  await writing
  const into = scratchName('busy')
  expect(await cloop(['restore', pathIn(made.output), '--into', into])).toMatchObject({ code: 0 })
  const halves = await rowsOf(
    database.pool,
    `SELECT c.id FROM ${into}.course_offerings c
       LEFT JOIN ${into}.lms_users u ON u.course_id = c.id
      WHERE c.code LIKE 'BUSY%' AND u.course_id IS NULL`,
  )
  expect(halves).toEqual([])
})

test('a damaged backup is refused before anything is written', async () => {
  const path = pathIn((await backup()).output)
  await truncate(path, 1000)
  expect(await cloop(['restore', path, '--into', scratchName('damaged')])).toEqual({
    code: 1,
    output: '',
    errors: `cloop: ${path} is damaged: it does not fit its checksum\n`,
  })
  expect((await cloop(['restore', '/not/there.sql.gz'])).errors).toMatch(
    /cannot be read \(ENOENT\)/,
  )
})

test('a database with tables is only replaced when it is asked for, and nobody works with it', async () => {
  const path = pathIn((await backup()).output)
  const into = scratchName('copy')
  const { name } = { name: database.settings.database }
  expect((await cloop(['restore', path, '--into', into])).errors).toMatch(/tables: name another/)
  await database.pool.query(`DELETE FROM ${into}.lms_users`)
  await database.pool.query(
    `INSERT INTO ${into}.heartbeats (process, kind, version, started_at, beat_at)
     VALUES ('p1', 'worker', '1', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
  )
  const replace = ['restore', path, '--into', into, '--replace']
  expect((await cloop(replace)).errors).toMatch(/^cloop: worker p1 works with/)
  await database.pool.query(`UPDATE ${into}.heartbeats SET paused_at = UTC_TIMESTAMP(6)`)
  expect(await cloop(['maintenance', 'on'], { DB_NAME: into })).toMatchObject({ code: 0 })
  expect(await cloop(replace)).toMatchObject({ code: 0 })
  const ended = await cloop(['maintenance', 'off'], { DB_NAME: into })
  expect(ended.output).toBe('the site is open again\n')
  expect(await checksums(into)).toEqual(await checksums(name))
})

test('older backups of the same database are thinned out, and nothing else is touched', async () => {
  const { database: name } = database.settings
  const old = `cloop-${name}-20200101T010000Z.sql.gz`
  const older = `cloop-${name}-20200101T000000Z.sql.gz`
  for (const file of [
    old,
    older,
    `${older}.sha256`,
    'notes.txt',
    'cloop-x-20200101T000000Z.sql.gz',
  ]) {
    await writeFile(join(directory, file), '')
  }
  const { output } = await backup()
  expect(output).toContain(`deleted ${join(directory, older)}\n`)
  const left = await readdir(directory)
  expect(left).toEqual(
    expect.arrayContaining([old, 'notes.txt', 'cloop-x-20200101T000000Z.sql.gz']),
  )
  expect(left).not.toContain(older)
  expect(left).not.toContain(`${older}.sha256`)
})

test('a backup needs a place, and leaves nothing behind when the database is away', async () => {
  expect(await cloop(['backup'])).toMatchObject({ code: 2 })
  const elsewhere = join(place.root, 'elsewhere')
  expect(await backup({ BACKUP_DIR: elsewhere, DB_PASSWORD: 'wrong' })).toMatchObject({ code: 1 })
  expect(await readdir(elsewhere).catch(() => [])).toEqual([])
  expect((await backup({ BACKUP_DIR: elsewhere })).code).toBe(0)
  const [file = ''] = (await readdir(elsewhere)).filter((one) => one.endsWith('.sha256'))
  expect(await readFile(join(elsewhere, file), 'utf8')).toMatch(
    /^[0-9a-f]{64} {2}cloop-\w+-\d+T\d+Z\.sql\.gz\n$/,
  )
})

test('in production a migration waits for a fresh backup', async () => {
  const production = { CLOOP_ENV: 'production' }
  const pending = "UPDATE schema_migrations SET statements = 0 WHERE name = '0002_left_out_people'"
  await database.pool.query('DELETE FROM backups')
  expect(await cloop(['migrate'], production)).toMatchObject({ code: 0 })
  await database.pool.query(pending)
  await database.pool.query('DROP TABLE left_out_people')
  expect(await cloop(['migrate'], production)).toMatchObject({
    code: 1,
    errors: expect.stringContaining('needs a fresh backup first, and there is none'),
  })
  await backup()
  expect(await cloop(['migrate'], production)).toMatchObject({
    code: 0,
    output: expect.stringContaining('applied 0002_left_out_people'),
  })
})
