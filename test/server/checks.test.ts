import { rm, writeFile } from 'node:fs/promises'
import type { RowDataPacket } from 'mysql2/promise'
import { describe, expect, test } from 'vitest'
import { openPool } from '#drizzle/pool.ts'
import { endSiteState, setSiteState } from '#drizzle/site-state.ts'
import { judgeVersion } from '#server/checks/database-checks.ts'
import { insertCourse, insertQueued, insertServer, until } from '../worker/support.ts'
import { useDeployment } from '../support/deployment.ts'

const deployment = useDeployment()
const { look, query } = deployment

test('where all is well every check passes, and each failure would say what to do', async () => {
  const { checks, failed, notTested } = await look()
  expect(failed).toEqual([])
  // Only production has to have a backup.
  expect(notTested).toEqual(['backup'])
  expect(checks.length).toBeGreaterThan(20)
  const [left] = await deployment.pool.query('SELECT * FROM queue_questions')
  expect(left).toEqual([])
})

describe('what is broken is named:', () => {
  test('a database that is away, and what needs it is not tested', async () => {
    const pool = openPool({ ...deployment.databaseSettings, port: 1 }, 2)
    const { failed, notTested } = await look({ context: { pool } })
    await pool.end()
    expect(failed).toEqual(['database'])
    expect(notTested).toEqual(
      expect.arrayContaining(['database-migrations', 'queue-task', 'beat', 'imports-stuck']),
    )
  })

  test.each([
    ['10.11.6-MariaDB-0+deb12u1', 'passed'],
    ['11.4.2-MariaDB', 'passed'],
    ['10.6.18-MariaDB', 'failed'],
    ['8.4.1', 'passed'],
    ['5.7.44-log', 'failed'],
    ['', 'failed'],
  ])('a database of version %s has %s', (version, outcome) => {
    expect(judgeVersion(version).outcome).toBe(outcome)
  })

  test('a missing migration', async () => {
    await query("UPDATE schema_migrations SET statements = 0 WHERE name = '0001_mails'")
    const { failed, textOf } = await look()
    await query("UPDATE schema_migrations SET statements = 99 WHERE name = '0001_mails'")
    expect(failed).toEqual(['database-migrations'])
    expect(textOf('database-migrations')).toContain('0001_mails')
  })

  test('a database that is newer than the program', async () => {
    await query("INSERT INTO schema_migrations VALUES ('9999_later', 1, UTC_TIMESTAMP(6))")
    const { failed } = await look()
    await query("DELETE FROM schema_migrations WHERE name = '9999_later'")
    expect(failed).toEqual(['database-migrations'])
  })

  test('a column that loses an emoji', async () => {
    await query('ALTER TABLE resources MODIFY title VARCHAR(1000) CHARACTER SET latin1 NOT NULL')
    const { failed, textOf } = await look()
    await query(
      'ALTER TABLE resources MODIFY title VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL',
    )
    expect(failed).toEqual(['database-utf8'])
    expect(textOf('database-utf8')).toContain('resources.title')
  })

  test('a clock that is off', async () => {
    const now = () => new Date(Date.now() + 5000)
    expect((await look({ context: { now } })).failed).toEqual(['database-clock'])
  })

  test('a broker that is away', async () => {
    const { failed, notTested } = await look({ changes: { RABBITMQ_PORT: '1' } })
    expect(failed).toEqual(['broker'])
    expect(notTested).toEqual(expect.arrayContaining(['broker-queues', 'queue-import']))
  })

  test('a host of the broker that is away while another one answers', async () => {
    const hosts = `255.255.255.255,${process.env.RABBITMQ_HOSTNAME}`
    const { failed, textOf } = await look({ changes: { RABBITMQ_HOSTNAME: hosts } })
    expect(failed).toEqual(['broker-hosts'])
    expect(textOf('broker-hosts')).toMatch(/^cannot be used: 255\.255\.255\.255:\d+ \(E[A-Z]+\)$/)
  })

  test('queues that are not there', async () => {
    const { failed } = await look({ changes: { RABBITMQ_QUEUE_PREFIX: `${deployment.prefix}-x` } })
    expect(failed).toEqual(['broker-queues'])
  })

  test('queues that nobody answers in', async () => {
    await deployment.stopAnswering()
    const { failed } = await look({ context: { answerWithinMs: 300 } })
    expect(failed).toEqual(['queue-import', 'queue-mail', 'queue-task'])
  })

  test('no beat, and no worker', async () => {
    await query('DELETE FROM heartbeats')
    expect((await look()).failed).toEqual(['beat', 'workers'])
  })

  test('a heartbeat that is old', async () => {
    await query(
      "UPDATE heartbeats SET beat_at = UTC_TIMESTAMP(6) - INTERVAL 2 MINUTE WHERE kind = 'beat'",
    )
    expect((await look()).failed).toEqual(['beat'])
  })

  test('a worker that fell silent while it paused', async () => {
    await query(
      "UPDATE heartbeats SET paused_at = beat_at, beat_at = UTC_TIMESTAMP(6) - INTERVAL 2 MINUTE WHERE kind = 'worker'",
    )
    expect((await look({ context: { awakeWithinMs: 200 } })).failed).toEqual(['workers'])
  })

  test('a worker of another version', async () => {
    await query("UPDATE heartbeats SET version = '0.0.1' WHERE kind = 'worker'")
    expect((await look()).failed).toEqual(['versions'])
  })

  test('a directory that is not there, or is none', async () => {
    const file = `${deployment.root}/a-file`
    await writeFile(file, '')
    expect((await look({ changes: { DATA_IMPORT_DIR: '/not/there' } })).failed).toEqual([
      'directories',
    ])
    const { failed, textOf } = await look({ changes: { DATA_ARCHIVE_DIR: file } })
    await rm(file)
    expect(failed).toEqual(['directories'])
    expect(textOf('directories')).toBe(`DATA_ARCHIVE_DIR ${file} is no directory`)
  })

  test('a directory that takes no file, and has no room', async () => {
    const { failed } = await look({ changes: { DATA_ERROR_LOGS_DIR: '/proc' } })
    expect(failed).toEqual(['directories-writable', 'directories-room'])
  })

  test('a mail server that is away', async () => {
    expect((await look({ changes: { EMAIL_PORT: '1' } })).failed).toEqual(['mail'])
  })

  test('a secret that is none', async () => {
    expect((await look({ changes: { SECRET_KEY: 'abc'.repeat(20) } })).failed).toEqual([
      'secret-key',
    ])
  })

  test('an address that is not safe, or leads elsewhere', async () => {
    const open = { BASE_URL: 'http://cloop.example.edu' }
    expect((await look({ changes: open })).failed).toEqual(['base-url'])
    deployment.answerAsSite({ status: 404, text: 'It works!' })
    expect((await look()).failed).toEqual(['base-url'])
  })

  test('an import that waits although nobody imports, and one whose worker is gone', async () => {
    const serverId = await insertServer(deployment.pool, 'LMS')
    const courseId = await insertCourse(deployment.pool, { serverId, code: 'BIO' })
    const waiting = await insertQueued(deployment.pool, courseId)
    expect((await look()).failed).toEqual([])
    await query('UPDATE imports SET created_at = created_at - INTERVAL 2 HOUR')
    const { failed, textOf } = await look()
    expect(failed).toEqual(['imports-stuck'])
    expect(textOf('imports-stuck')).toBe(`1 import: ${waiting}`)
    await query(
      "UPDATE imports SET state = 'running', lease_until = UTC_TIMESTAMP(6) - INTERVAL 9 MINUTE",
    )
    expect((await look()).failed).toEqual(['imports-stuck'])
  })

  test('a production without a fresh backup', async () => {
    const production = { changes: { CLOOP_ENV: 'production' } }
    expect((await look(production)).failed).toEqual(['backup'])
    const add = (hours: number) =>
      query(
        `INSERT INTO backups (file_name, size_bytes, sha256, made_at)
         VALUES ('x', 1, '', UTC_TIMESTAMP(6) - INTERVAL ${hours} HOUR)`,
      )
    await add(30)
    expect((await look(production)).failed).toEqual(['backup'])
    await add(3)
    expect((await look(production)).failed).toEqual([])
  })

  test('a running course that no export comes for', async () => {
    const serverId = await insertServer(deployment.pool, 'LMS')
    const day = new Date(Date.now() - 7 * 24 * 3600_000).toISOString().slice(0, 10)
    const over = { serverId, code: 'OVER', startDate: '2017-10-02' }
    await insertCourse(deployment.pool, over)
    const courseId = await insertCourse(deployment.pool, { serverId, code: 'NOW', startDate: day })
    const { failed, textOf } = await look()
    expect(failed).toEqual(['exporters'])
    expect(textOf('exporters')).toContain('1 running course: NOW (LMS)')
    await insertQueued(deployment.pool, courseId, { state: 'succeeded' })
    expect((await look()).failed).toEqual([])
  })
})

test('whoever paused and fell silent counts in maintenance only, when nobody beats', async () => {
  await query(
    `INSERT INTO heartbeats (process, kind, version, started_at, beat_at, paused_at)
     SELECT 'silent', 'worker', '0.0.1', at, at, at FROM (SELECT UTC_TIMESTAMP(6) - INTERVAL 2 MINUTE AS at) AS past`,
  )
  const failedIn: string[][] = []
  for (const name of ['drain', 'maintenance'] as const) {
    await setSiteState(deployment.pool, name)
    failedIn.push((await look()).failed)
    await endSiteState(deployment.pool, name)
  }
  await query("DELETE FROM heartbeats WHERE process = 'silent'")
  expect(failedIn).toEqual([[], ['versions']])
})

test('whoever rested in maintenance is given the time to see that it has ended', async () => {
  await setSiteState(deployment.pool, 'maintenance')
  // Paused long ago; the processes of this deployment look twice a second.
  const hasPaused = async () => {
    const [[row]] = await deployment.pool.query<RowDataPacket[]>(
      'SELECT COUNT(*) AS count FROM heartbeats WHERE paused_at IS NOT NULL',
    )
    return row!.count === 2
  }
  await until(hasPaused)
  await query('UPDATE heartbeats SET beat_at = beat_at - INTERVAL 1 HOUR')
  await endSiteState(deployment.pool, 'maintenance')
  expect((await look()).failed).toEqual([])
})

test('a staging copy that is half made is named', async () => {
  await setSiteState(deployment.pool, 'copy')
  const { failed, notTested } = await look()
  await endSiteState(deployment.pool, 'copy')
  expect(failed).toEqual(['staging-copy'])
  expect(notTested).toEqual(expect.arrayContaining(['beat', 'workers', 'queue-task']))
})

test('in maintenance nobody is blamed for not working', async () => {
  await setSiteState(deployment.pool, 'maintenance')
  await query('DELETE FROM heartbeats')
  const { failed, notTested } = await look()
  await endSiteState(deployment.pool, 'maintenance')
  expect(failed).toEqual([])
  expect(notTested).toEqual(expect.arrayContaining(['beat', 'workers', 'queue-task']))
})
