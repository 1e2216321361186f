import type { PoolConnection, RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dbOfConnection } from '#drizzle/db.ts'
import { countAuditEntries, auditList } from '#server/queries/audit-list.ts'
import { countImports, importList } from '#server/queries/import-list.ts'
import { removeOffering } from '#server/repositories/course-removals.ts'
import { createTestSite, jsonOf, type Caller, type TestSite } from './support/site.ts'

const rows = Number(process.env['LIST_ROWS'] ?? 100_000)
const courses = 50
const part = { limit: 50, offset: 0 }

let site: TestSite
let connection: PoolConnection
let administrator: Caller

/** The numbers from 0, without a limit of recursion that differs between servers. */
const digit =
  'SELECT 0 AS n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9'
const numbers = `(SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n + 100000 * f.n AS n
  FROM (${digit}) a, (${digit}) b, (${digit}) c, (${digit}) d, (${digit}) e, (${digit}) f) AS numbers`

beforeAll(async () => {
  site = await createTestSite()
  administrator = await site.addPerson('admin@example.edu', { isAdmin: true })
  connection = await site.pool.getConnection()
  await connection.query(
    `INSERT INTO course_offerings (code, title, start_date, weeks, time_zone, created_at)
     SELECT CONCAT('C', n), 'A course', '2026-03-02', 8, 'UTC', UTC_TIMESTAMP(6) FROM ${numbers} WHERE n < ?`,
    [courses],
  )
  await connection.query(
    `INSERT INTO imports (course_id, file_name, size_bytes, brought_by, state, created_at, receipt)
     SELECT 1 + n % ?, CONCAT('1_C', n % ?, '_', n, '.zip'), 1000 + n * 7 % 1000, 'directory /srv/drop',
       IF(n % 1000 = 0, 'failed', 'succeeded'), '2026-03-02' + INTERVAL n MINUTE, IF(n % 1000 = 0, NULL, CONCAT('{"notices":["', REPEAT('x', 1500), '"]}'))
     FROM ${numbers} WHERE n < ?`,
    [courses, courses, rows],
  )
  await connection.query(
    `INSERT INTO audit_log (at, action, actor_id, course_id, detail, address)
     SELECT '2026-03-02' + INTERVAL n SECOND, IF(n % 1000 = 0, 'course.created', 'student.viewed'),
       ? + n % 100, 1 + n % ?, CONCAT('{"student":', n, '}'), '192.0.2.7' FROM ${numbers} WHERE n < ?`,
    [administrator.id, courses, rows],
  )
  await connection.query('ANALYZE TABLE imports, audit_log, course_offerings')
})
afterAll(async () => {
  connection.release()
  await site.drop()
})

/** How many rows and entries of indexes the server has read for it. */
async function reads(work: (db: ReturnType<typeof dbOfConnection>) => Promise<unknown>) {
  const before = await readsSoFar()
  await work(dbOfConnection(connection))
  return (await readsSoFar()) - before
}
async function readsSoFar(): Promise<number> {
  const [status] = await connection.query<RowDataPacket[]>(
    "SHOW SESSION STATUS LIKE 'Handler_read%'",
  )
  return status.reduce((sum, { Value }) => sum + Number(Value), 0)
}

const audit = { sort: '-at' } as const
const imports = { sort: '-createdAt' } as const

describe(`a list of ${rows} rows`, () => {
  it.each([
    ['newest', {}],
    ['oldest', { sort: 'at' }],
    ['of one action', { action: 'course.created' }],
    ['of one person', { actor: 2 }],
    ['of one course', { course: 7 }],
    ['of some time', { from: '2026-03-02T01:00:00Z', to: '2026-03-02T02:00:00Z' }],
  ] as const)('reads no more of the audit log than it shows: %s', async (_, filter) => {
    expect(await reads((db) => auditList(db, { ...audit, ...filter }, part))).toBeLessThan(500)
  })

  it.each([
    ['newest', {}],
    ['by file name', { sort: 'fileName' }],
    ['largest', { sort: '-sizeBytes' }],
    ['of one course', { course: 7 }],
    ['failed', { state: 'failed' }],
  ] as const)('reads no more of the imports than it shows: %s', async (_, filter) => {
    expect(await reads((db) => importList(db, { ...imports, ...filter }, part))).toBeLessThan(1000)
  })

  it('walks each row once to count them and to go to the last page', async () => {
    const once = rows * 1.1
    const last = { ...part, offset: rows - 50 }
    expect(await reads((db) => countAuditEntries(db, {}))).toBeLessThan(once)
    expect(await reads((db) => auditList(db, audit, last))).toBeLessThan(once)
    expect(await reads((db) => countImports(db, {}))).toBeLessThan(once)
    expect(await reads((db) => importList(db, imports, last))).toBeLessThan(once)
  })

  it('looks at each row, its person and its course to search them, and to sort by course', async () => {
    const thrice = rows * 3.1
    const search = { q: 'nobody' }
    expect(await reads((db) => auditList(db, { ...audit, ...search }, part))).toBeLessThan(thrice)
    expect(await reads((db) => importList(db, { ...imports, ...search }, part))).toBeLessThan(
      thrice,
    )
    expect(await reads((db) => importList(db, { sort: 'course' }, part))).toBeLessThan(thrice)
  })

  it('has each row on one page, and says how many there are', async () => {
    const ask = async (offset: number) => {
      const path = `/api/admin/imports?state=failed&sort=course&limit=60&offset=${offset}`
      const answer = await site.ask(path, { from: administrator })
      expect(answer.headers.get('X-Total-Count')).toBe(String(rows / 1000))
      return (await jsonOf<{ imports: { id: number }[] }>(answer)).imports.map(({ id }) => id)
    }
    const all = [...(await ask(0)), ...(await ask(60))]
    expect(new Set(all).size).toBe(rows / 1000)
  })

  it('is copied out whole also while the imports of a removed course wait for their end', async () => {
    // Of the courses 40 to 49 and 4 the one of the newest import, so that a gap would lie in the first part.
    await removeOffering(dbOfConnection(connection), courses, new Date())
    const left = (rows / courses) * 10
    expect(await countImports(dbOfConnection(connection), { q: '1_C4' })).toBe(left)
    const path = '/api/admin/imports?format=csv&q=1_C4'
    const csv = await site.ask(path, { from: administrator })
    expect((await csv.text()).trimEnd().split('\r\n').length).toBe(1 + left)
    expect(await reads((db) => countImports(db, {}))).toBeLessThan(rows * 1.1)
    expect(await reads((db) => importList(db, imports, part))).toBeLessThan(1000)
  })

  it('is copied out whole', async () => {
    const csv = await site.ask('/api/admin/audit?format=csv&action=student.viewed', {
      from: administrator,
    })
    const lines = (await csv.text()).trimEnd().split('\r\n')
    expect(lines.length).toBe(1 + rows - rows / 1000)
    expect(new Set(lines).size).toBe(lines.length)
  })
})
