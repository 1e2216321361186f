import { mkdir, readdir, rename, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { PoolConnection } from 'mysql2/promise'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSiteState } from '#drizzle/site-state.ts'
import { createLog } from '#lib/log.ts'
import { createGate } from '#server/maintenance.ts'
import { watchMaintenance } from '#server/watch-maintenance.ts'
import { callCloop, settingsFor, startCloop } from '../cli/run-cloop.ts'
import { addCourse } from '../server/support/course.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createDirectories, rowsOf, until } from '../worker/support.ts'
import { writeAltered } from './altered-backup.ts'

let live: TestDatabase
let staging: TestDatabase
let place: Awaited<ReturnType<typeof createDirectories>>
let temporary: string
let backup: string
/** The same, but that its end waits for a lock that tests hold. */
let slowBackup: string
let lockName: string

beforeAll(async () => {
  live = await createTestDatabase()
  staging = await createTestDatabase({ migrated: false })
  place = await createDirectories()
  temporary = join(place.root, 'temporary')
  await mkdir(temporary)
  await addCourse(live.pool)
  const made = await callCloop(['backup', join(place.root, 'made')], settingsFor(live))
  backup = /^wrote (\S+)/.exec(made.output)![1]!
  lockName = staging.settings.database
  slowBackup = join(place.root, 'slow.sql.gz')
  await writeAltered(backup, slowBackup, `DO GET_LOCK('${lockName}', 600)`)
})
afterAll(async () => {
  await place.remove()
  await live.drop()
  await staging.drop()
})

const environment = (database: TestDatabase) => ({
  ...settingsFor(database),
  CLOOP_ENV: 'staging',
  TMPDIR: temporary,
})
const tablesOf = ({ pool }: TestDatabase) => rowsOf(pool, 'SHOW TABLES')
const realPeople = () => rowsOf(staging.pool, "SELECT 1 FROM lms_users WHERE last_name = 'Archer'")

/** Whether a statement like this runs, or waits, in the server on behalf of another connection. */
async function isUnderWay({ settings }: TestDatabase, statement: string): Promise<boolean> {
  const found = await rowsOf(
    live.pool,
    `SELECT 1 FROM information_schema.processlist
      WHERE id <> CONNECTION_ID() AND db = ? AND info LIKE ?`,
    [settings.database, statement],
  )
  return found.length > 0
}
const waiting = (database: TestDatabase, statement: string) =>
  until(() => isUnderWay(database, statement))
/** What the server goes on with for a while after its client was killed. */
const noneLeft = (database: TestDatabase, statement: string) =>
  until(async () => !(await isUnderWay(database, statement)))

/** Runs `work` on a connection to the live database, and closes it with all its locks. */
async function holding(work: (connection: PoolConnection) => Promise<void>) {
  const connection = await live.pool.getConnection()
  try {
    await work(connection)
  } finally {
    connection.destroy()
  }
}

/** Starts a command that loads the slow backup, and hands it over when all rows are there. */
const loading = (
  words: string[],
  work: (started: ReturnType<typeof startCloop>, connection: PoolConnection) => Promise<void>,
) =>
  holding(async (connection) => {
    await noneLeft(staging, 'DO GET_LOCK%')
    await connection.query('DO GET_LOCK(?, 60)', [lockName])
    const started = startCloop(words, { environment: environment(staging) })
    await waiting(staging, 'DO GET_LOCK%')
    expect(await realPeople()).not.toEqual([])
    await work(started, connection)
  })
const refreshSlowly = () => ['staging', 'refresh', '--from', slowBackup]
const release = (connection: PoolConnection) => connection.query('DO RELEASE_LOCK(?)', [lockName])

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'a staging copy that %s interrupts while it is loaded is emptied',
  async (signal) => {
    await loading(refreshSlowly(), async ({ child, errors, ended }, connection) => {
      child.kill(signal)
      await until(() => errors().includes(`${signal}: `))
      await release(connection)
      expect(await ended).toMatchObject({
        code: 1,
        errors: expect.stringContaining(`cloop: interrupted by ${signal}\n`),
      })
    })
    expect(await tablesOf(staging)).toEqual([])
    expect(await readdir(temporary)).toEqual([])
  },
)

test('one that is interrupted while people are made up is emptied', async () => {
  await loading(refreshSlowly(), async ({ child, errors, ended }, connection) => {
    const other = await staging.pool.getConnection()
    await other.query('START TRANSACTION')
    await other.query('SELECT * FROM lms_users FOR UPDATE')
    await release(connection)
    await waiting(staging, 'UPDATE lms_users%')
    child.kill('SIGTERM')
    await until(() => errors().includes('SIGTERM: '))
    await other.query('ROLLBACK')
    other.release()
    expect(await ended).toMatchObject({ code: 1 })
  })
  expect(await tablesOf(staging)).toEqual([])
})

test('one that is killed answers nobody, not even who gets in during maintenance, until it is made again', async () => {
  await loading(refreshSlowly(), async ({ child, ended }) => {
    child.kill('SIGKILL')
    await ended
  })
  expect(await readdir(temporary)).toEqual([])
  expect(await realPeople()).not.toEqual([])
  const gate = createGate(['192.0.2.1'])
  const presence = await watchMaintenance(staging.pool, gate, createLog('test', 'silent'))
  const status = async () => {
    const request = new Request('http://cloop.test/api/me')
    return (await gate.pass(request, '192.0.2.1', () => new Response())).status
  }
  const cloop = (...words: string[]) => callCloop(words, environment(staging))
  expect(await cloop('maintenance', 'off')).toMatchObject({
    code: 1,
    errors: expect.stringContaining('a staging copy is half made'),
  })
  expect((await cloop('maintenance', 'status')).output).toMatch(/^closed to everybody: /)
  expect(await status()).toBe(503)
  // The killed program's client may still be at its end.
  await until(async () => (await cloop('staging', 'refresh', '--from', backup)).code === 0)
  expect((await readSiteState(staging.pool)).copy).toBeNull()
  await until(async () => (await status()) === 200)
  await presence.close()
})

test('maintenance outlives the making of a copy', async () => {
  const cloop = (...words: string[]) => callCloop(words, environment(staging))
  expect((await cloop('maintenance', 'on')).code).toBe(0)
  expect((await cloop('staging', 'refresh', '--from', backup)).code).toBe(0)
  expect((await cloop('maintenance', 'status')).output).toMatch(/^in maintenance since/)
  expect((await cloop('maintenance', 'off')).output).toBe('the site is open again\n')
})

test('a restore that is interrupted says what is left of it', async () => {
  const restore = ['restore', slowBackup, '--replace']
  await loading(restore, async ({ child, errors, ended }, connection) => {
    child.kill('SIGTERM')
    await until(() => errors().includes('SIGTERM: '))
    await release(connection)
    const { code, errors: said } = await ended
    expect(code).toBe(1)
    expect(said).toContain(`${staging.settings.database} holds a part of it`)
    expect(said).toContain('cloop: interrupted by SIGTERM\n')
  })
  expect(await readdir(temporary)).toEqual([])
})

/** Starts a backup and hands it over while it waits for a table. */
const dumping = (
  directory: string,
  work: (started: ReturnType<typeof startCloop>) => Promise<void>,
) =>
  holding(async (connection) => {
    const reading = '%SELECT%FROM `users`%'
    await noneLeft(live, reading)
    await connection.query('LOCK TABLES users WRITE')
    const started = startCloop(['backup', directory], { environment: environment(live) })
    await waiting(live, reading)
    expect(await readdir(directory)).toEqual([expect.stringMatching(/\.sql\.gz\.part$/)])
    await work(started)
  })

test('a backup that is interrupted leaves nothing behind', async () => {
  const directory = join(place.root, 'interrupted')
  await dumping(directory, async ({ child, ended }) => {
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({
      code: 1,
      errors: expect.stringContaining('cloop: interrupted by SIGTERM\n'),
    })
  })
  expect(await readdir(directory)).toEqual([])
  expect(await readdir(temporary)).toEqual([])
})

test('what a killed backup leaves is deleted by a later one, and holds no password', async () => {
  const directory = join(place.root, 'killed')
  await dumping(directory, async ({ child, ended }) => {
    child.kill('SIGKILL')
    await ended
  })
  expect(await readdir(temporary)).toEqual([])
  const [made = ''] = await readdir(directory)
  // Another second's: of two in one second the second is refused.
  const left = made.replace(/\d{8}T\d{6}Z/, '20261101T010203Z')
  await rename(join(directory, made), join(directory, left))
  const make = () => callCloop(['backup', directory], settingsFor(live))
  expect((await make()).output).not.toContain('deleted')
  expect(await readdir(directory)).toContain(left)
  const thirteenHoursAgo = Date.now() / 1000 - 13 * 3600
  await utimes(join(directory, left), thirteenHoursAgo, thirteenHoursAgo)
  const { output } = await make()
  expect(output).toContain(`deleted ${join(directory, left)}, which a broken off backup had left\n`)
  expect(await readdir(directory)).not.toContain(left)
})
