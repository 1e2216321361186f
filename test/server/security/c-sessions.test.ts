/** security.md, section C: what is not told of already by sessions.test.ts and own-sessions.test.ts. */
import { Writable } from 'node:stream'
import type { RowDataPacket } from 'mysql2'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestSite, password, type Caller, type TestSite } from '../support/site.ts'

let site: TestSite
const lines: string[] = []
beforeAll(async () => {
  const sink = new Writable({
    write(line: Buffer, _, done) {
      lines.push(line.toString())
      done()
    },
  })
  site = await createTestSite({ log: pino({ level: 'trace' }, sink) })
})
afterAll(() => site.drop())

it('ids, hashes and tokens are compared byte by byte, without regard to nothing', async () => {
  const [rows] = await site.pool.query<RowDataPacket[]>(
    `SELECT CONCAT(table_name, '.', column_name) AS name, collation_name AS collation
     FROM information_schema.columns
     WHERE table_schema = DATABASE() AND (column_name LIKE '%hash' OR column_name = 'subject')
     ORDER BY 1`,
  )
  expect(rows.map(({ name }) => String(name))).toEqual(
    expect.arrayContaining([
      'lms_servers.token_hash',
      'password_resets.token_hash',
      'sessions.id_hash',
      'sign_in_failures.subject',
      'users.oidc_subject_hash',
    ]),
  )
  for (const { name, collation } of rows) expect(collation, String(name)).toMatch(/_bin$/)
})

it('a session’s id in other letters, or with blanks, is no session', async () => {
  const person = await site.addPerson('case@example.edu')
  const [name, id = ''] = person.cookie.split('=')
  for (const other of [id.toUpperCase(), `${id}%20`, ` ${id}x`, id.slice(0, -1)]) {
    const from: Caller = { ...person, cookie: `${name}=${other}` }
    expect((await site.ask('/api/me', { from })).status, other).toBe(401)
  }
  expect((await site.ask('/api/me', { from: person })).status).toBe(200)
})

it('nothing that the database holds signs anybody in', async () => {
  const person = await site.addPerson('dump@example.edu')
  const [rows] = await site.pool.query<RowDataPacket[]>('SELECT * FROM sessions')
  const values = rows.flatMap((row) => Object.values(row).map(String))
  expect(values.length).toBeGreaterThan(5)
  expect(values).not.toContain(person.cookie.split('=')[1])
  for (const value of values) {
    const from: Caller = { ...person, cookie: `sid=${encodeURIComponent(value)}` }
    expect((await site.ask('/api/me', { from })).status, value).toBe(401)
  }
})

it('an id has 200 random bits, and is another one each time', async () => {
  const person = await site.addPerson('many@example.edu')
  const start = () => site.deps.sessions.start(person.id, '')
  const ids = await Promise.all(Array.from({ length: 20 }, start))
  expect(new Set(ids).size).toBe(20)
  // 40 signs of 32: 5 bits each.
  for (const id of ids) expect(id).toMatch(/^[a-z2-7]{40}$/)
})

it('no token is in a log line, whatever is done with it', async () => {
  const person = await site.addPerson('log@example.edu', { isAdmin: true })
  lines.length = 0
  const answer = await site.ask('/api/login', { json: { email: person.email, password } })
  const id = /sid=(\w+)/.exec(answer.headers.getSetCookie().join())?.[1] ?? 'none'
  const own: Caller = { ...person, cookie: `sid=${id}` }
  const link = 'f'.repeat(40)
  await site.ask(`/api/me?sid=${id}`, { from: own, headers: { Referer: `http://x/?sid=${id}` } })
  await site.ask(`/api/nope/${id}`, { from: own })
  await site.ask('/api/me/password', { from: own, json: { current: password, new: 'short' } })
  await site.ask(`/api/password-resets/${link}`, { json: { password: 'a long new password' } })
  await site.ask('/api/admin/lms-servers', { from: own, json: { name: 'North' } })
  await site.ask('/api/logout', { from: own, method: 'POST' })
  expect(lines.length).toBeGreaterThanOrEqual(7)
  for (const secret of [id, link, password, person.email]) {
    expect(lines.join(''), secret).not.toContain(secret)
  }
})
