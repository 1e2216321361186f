import { afterAll, beforeAll, expect, it } from 'vitest'
import { hashOfToken } from '#server/auth/tokens.ts'
import { addEmptyCourse } from './support/course.ts'
import { createTestSite, jsonOf, type Caller, type TestSite } from './support/site.ts'

let site: TestSite
let administrator: Caller
let token: string
let serverId: number
let course: number

beforeAll(async () => {
  site = await createTestSite()
  administrator = await site.addPerson('admin@example.edu', { isAdmin: true })
  const created = await jsonOf<{ lmsServer: { id: number }; token: string }>(
    site.ask('/api/admin/lms-servers', { from: administrator, json: { name: 'North' } }),
  )
  token = created.token
  serverId = created.lmsServer.id
  course = await addEmptyCourse(site.pool, { code: 'ABC_10', lmsServerId: serverId })
  await addEmptyCourse(site.pool, { code: 'ELSEWHERE' })
})
afterAll(() => site.drop())

const ask = (authorization?: string, path = '/api/course_imports/') =>
  site.ask(path, authorization ? { headers: { Authorization: authorization } } : {})

it('tells an exporter what to deliver, byte for byte as ever', async () => {
  const answer = await ask(`Token ${token}`)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('Content-Type')).toBe('application/json')
  // Midnight of 2016-02-01 in Melbourne is 1454245200; the course ends when 2016-02-14 does.
  expect(await answer.text()).toBe(
    `{"server":"North","importLocation":"/srv/drop","courses":{"ABC_10":{"id":${course},"courseCode":"ABC_10","lastActivity":"2016-02-01T00:00:00+11:00","courseEnd":"2016-02-15T00:00:00+11:00","filename":"${serverId}_ABC_10_1454245200.zip"}}}`,
  )
})

it.each([
  ['2016-02-03 04:05:06', '2016-02-03T04:05:06+00:00', 1_454_472_306],
  ['2016-02-03 04:05:06.780000', '2016-02-03T04:05:06.780000+00:00', 1_454_472_306],
  ['2016-02-03 04:05:06.000009', '2016-02-03T04:05:06.000009+00:00', 1_454_472_306],
])('begins after the newest stored instant %s', async (stored, written, seconds) => {
  await site.pool.query('UPDATE course_offerings SET last_activity_at = ? WHERE id = ?', [
    stored,
    course,
  ])
  expect(await jsonOf(ask(`Bearer ${token}`))).toMatchObject({
    courses: {
      ABC_10: { lastActivity: written, filename: `${serverId}_ABC_10_${seconds}.zip` },
    },
  })
})

it('names every course of the server, also one with an import under way, and none of another', async () => {
  const busy = await addEmptyCourse(site.pool, { code: 'BUSY', lmsServerId: serverId })
  for (const state of ['queued', 'running']) {
    await site.pool.query(
      `INSERT INTO imports (course_id, file_name, size_bytes, brought_by, state, created_at)
       VALUES (?, 'x.zip', 1, 'test', ?, UTC_TIMESTAMP(6))`,
      [busy, state],
    )
  }
  const { courses } = await jsonOf<{ courses: object }>(ask(`Token ${token}`))
  expect(Object.keys(courses)).toEqual(['ABC_10', 'BUSY'])
})

it('has its token shown once, and kept as a hash', async () => {
  const [servers] = await site.pool.query('SELECT * FROM lms_servers')
  expect(JSON.stringify(servers)).not.toContain(token)
  expect(JSON.stringify(servers)).toContain(hashOfToken(token))
  for (const path of ['/api/admin/lms-servers', '/api/admin/audit']) {
    const answer = await site.ask(path, { from: administrator })
    expect(answer.status).toBe(200)
    const text = await answer.text()
    expect(text).not.toContain(token)
    expect(text).not.toContain(hashOfToken(token))
  }
})

it('is closed without a token that is known', async () => {
  for (const authorization of [
    undefined,
    'Token',
    'Token ',
    'Token x',
    `Token ${token}x`,
    `Token ${token.toUpperCase()}`,
    `Basic ${token}`,
    token,
  ]) {
    const answer = await ask(authorization)
    expect(answer.status, authorization).toBe(401)
    expect(answer.headers.get('WWW-Authenticate')).toBe('Token')
  }
  const withSession = await site.ask('/api/course_imports/', { from: administrator })
  expect(withSession.status).toBe(401)
})

it('opens nothing else with the token', async () => {
  for (const path of ['/api/courses', `/api/courses/${course}`, '/api/me', '/api/admin/users']) {
    expect((await ask(`Token ${token}`, path)).status, path).toBe(401)
  }
})

it('is closed to a token that has been renewed', async () => {
  const renewed = await jsonOf<{ token: string }>(
    site.ask(`/api/admin/lms-servers/${serverId}/token`, { from: administrator, method: 'POST' }),
  )
  expect((await ask(`Token ${token}`)).status).toBe(401)
  expect((await ask(`Token ${renewed.token}`)).status).toBe(200)
})
