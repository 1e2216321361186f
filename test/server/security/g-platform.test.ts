/** security.md, section G, as far as it is ours and not the machine's. */
import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { RowDataPacket } from 'mysql2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '#lib/config.ts'
import { createLog } from '#lib/log.ts'
import { purge } from '#worker/purge.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'

const root = join(import.meta.dirname, '../../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
let database: TestDatabase
let place: string
beforeAll(async () => {
  database = await createTestDatabase()
  place = await mkdtemp(join(tmpdir(), 'cloop-platform-'))
})
afterAll(async () => {
  await database.drop()
  await rm(place, { recursive: true })
})
const rows = async (sql: string) => (await database.pool.query<RowDataPacket[]>(sql))[0]

const settings = {
  SECRET_KEY: 'k'.repeat(40),
  DB_PASSWORD: 'x',
  RABBITMQ_PASSWORD: 'x',
  DATA_IMPORT_DIR: '/drop',
  DATA_PROCESSING_DIR: '/processing',
  DATA_ERROR_LOGS_DIR: '/errors',
}

describe('a process does not start', () => {
  it.each([
    ['SECRET_KEY', { SECRET_KEY: 'change-me-change-me-change-me-change-me' }],
    ['SECRET_KEY', { SECRET_KEY: 'short' }],
    ['DB_PASSWORD', { DB_HOST: 'db.example.edu', DB_PASSWORD: '' }],
    ['RABBITMQ_PASSWORD', { RABBITMQ_HOSTNAME: 'mq.example.edu', RABBITMQ_PASSWORD: 'guest' }],
    ['RABBITMQ_PASSWORD', { RABBITMQ_HOSTNAME: '::1,mq.example.edu', RABBITMQ_PASSWORD: 'guest' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'https://login.example.edu' }],
    [
      'OIDC_ISSUER',
      { OIDC_ISSUER: 'http://login.example.edu', OIDC_CLIENT_ID: 'x', OIDC_CLIENT_SECRET: 'y' },
    ],
    ['SESSION_IDLE_MINUTES', { SESSION_IDLE_MINUTES: '0' }],
    ['SESSION_MAX_MINUTES', { SESSION_MAX_MINUTES: 'for ever' }],
  ])('with a dangerous %s', (name, changes) => {
    expect(() => readConfig({ ...settings, ...changes })).toThrow(ConfigError)
    expect(() => readConfig({ ...settings, ...changes })).toThrow(name)
  })

  it('but with its own, and then single sign-on is off unless it is asked for', () => {
    expect(readConfig(settings)).toMatchObject({
      oidc: undefined,
      sessions: { idleMinutes: 120, longestMinutes: 720 },
      courseKeepDays: null,
    })
  })
})

it('the parts that we build on are no older than what was looked into', () => {
  const floor = {
    hono: '4.13.19',
    '@hono/node-server': '2.1.8',
    mysql2: '3.24.5',
    'drizzle-orm': '0.45.4',
    amqplib: '2.3.1',
    yauzl: '3.4.0',
    'csv-parse': '7.0.3',
    '@node-rs/argon2': '2.2.1',
    'openid-client': '6.8.9',
    nodemailer: '10.6.0',
  }
  const numbers = (version: string) => version.split('.').map(Number)
  for (const [name, least] of Object.entries(floor)) {
    const { version } = JSON.parse(read(`node_modules/${name}/package.json`)) as { version: string }
    const [found, wanted] = [numbers(version), numbers(least)]
    const difference = found.map((part, index) => part - (wanted[index] ?? 0)).find(Boolean) ?? 0
    expect(difference, `${name} ${version}`).toBeGreaterThanOrEqual(0)
  }
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
    string,
    Record<string, string>
  >
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+$/)
  }
})

it('what our programs write is closed to everybody else', async () => {
  const written = join(place, 'export.zip')
  const args = ['--students', '2', '--visits', '10', written]
  await promisify(execFile)(process.execPath, [join(root, 'cli/main.ts'), 'demo-export', ...args])
  expect((await stat(written)).mode & 0o077).toBe(0)
  // Web, worker and beat begin alike.
  for (const name of ['server', 'worker']) expect(read(`${name}/main.ts`)).toContain('runProcess(')
  expect(read('worker/beat.ts')).toContain('runProcess(')
  for (const path of ['lib/lifecycle.ts', 'cli/main.ts']) {
    expect(read(path)).toContain('process.umask(0o077)')
  }
})

it('the page on privacy names every table, and what is stored of people is what it says', async () => {
  const page = read('docs/privacy.md')
  const tables = await rows(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
  )
  expect(tables.length).toBeGreaterThan(30)
  for (const { name } of tables) expect(page, String(name)).toContain(`\`${name}\``)
  const columnsOf = async (table: string) => {
    const columns = await rows(
      `SELECT column_name AS name FROM information_schema.columns
       WHERE table_schema = DATABASE() AND table_name = '${table}'`,
    )
    return columns.map(({ name }) => String(name)).toSorted()
  }
  expect(await columnsOf('lms_users')).toEqual(
    [
      ...['course_id', 'user_no', 'import_id', 'user_key', 'username', 'first_name', 'last_name'],
      ...['email', 'role', 'group_name', 'status', 'is_student', 'left_out'],
    ].toSorted(),
  )
  const fact = ['at', 'course_id', 'import_id', 'resource_no', 'user_no']
  expect(await columnsOf('visits')).toEqual(fact)
  expect(await columnsOf('posts')).toEqual(fact)
  expect(await columnsOf('attempts')).toEqual([...fact, 'grade'].toSorted())
})

it('the audit log is kept for twelve months, and expired sessions and links for a day', async () => {
  const age = ['11 MONTH', '13 MONTH']
  for (const old of age) {
    await database.pool.query(
      `INSERT INTO audit_log (at, action, detail) VALUES (UTC_TIMESTAMP(6) - INTERVAL ${old}, 'x', '{}')`,
    )
  }
  await database.pool.query(
    `INSERT INTO password_resets (token_hash, user_id, created_at, expires_at)
     VALUES ('a', 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) - INTERVAL 2 DAY),
            ('b', 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) - INTERVAL 2 HOUR)`,
  )
  const { directories, imports, courseKeepDays } = readConfig({
    ...settings,
    DATA_PROCESSING_DIR: place,
    DATA_ERROR_LOGS_DIR: place,
  })
  await mkdir(directories.archive)
  const log = createLog('test', 'silent')
  await purge({ pool: database.pool, log, directories, imports, courseKeepDays })
  expect(await rows('SELECT action FROM audit_log')).toHaveLength(1)
  expect(await rows('SELECT token_hash AS hash FROM password_resets')).toEqual([{ hash: 'b' }])
})

describe('docs/security.md', () => {
  const page = read('docs/security.md')
  const lines = [...page.matchAll(/^\| ([A-G]\d+) \|/gm)].map(([, line]) => line)

  it('has every line of the requirements once', () => {
    const sections = { A: 8, B: 10, C: 11, D: 10, E: 10, G: 16 }
    const wanted = Object.entries(sections).flatMap(([letter, count]) =>
      Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
    )
    expect(lines).toEqual(wanted)
  })

  it('names tests that exist', () => {
    const named = new Set([...page.matchAll(/`([\w/.-]+\.test\.ts)`/g)].map(([, path]) => path))
    expect(named.size).toBeGreaterThan(20)
    const all = ['test', 'server', 'lib', 'shared', 'frontend/src', 'deploy', 'import']
      .filter((folder) => existsSync(join(root, folder)))
      .flatMap((folder) =>
        (readdirSync(join(root, folder), { recursive: true }) as string[]).map(
          (name) => `${folder}/${name}`,
        ),
      )
    for (const path of named) expect(all, path).toContain(path)
  })
})
