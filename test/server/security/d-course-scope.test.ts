/** security.md, section D: nothing of a course reaches anybody but its owners. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addCourse, ann, idOf, reading } from '../support/course.ts'
import { createTestSite, type Caller, type TestSite } from '../support/site.ts'
import { readMatrix } from './matrix.ts'

let site: TestSite
let a: Caller
let b: Caller
let courseOfA: number
let courseOfB: number
let eventOfA: number
const canary = 'CANARYA'

beforeAll(async () => {
  site = await createTestSite()
  a = await site.addPerson('a@example.edu')
  b = await site.addPerson('b@example.edu')
  courseOfA = await addCourse(site.pool, { code: canary, title: canary, owners: [a.id] })
  courseOfB = await addCourse(site.pool, { code: 'PLAIN', owners: [b.id] })
  for (const sql of [
    "UPDATE lms_users SET user_key = CONCAT(?, user_no), username = 'CANARYA'",
    'UPDATE resources SET title = ?',
  ]) {
    await site.pool.query(`${sql} WHERE course_id = ?`, [canary, courseOfA])
  }
  await site.pool.query(
    'UPDATE lms_users SET first_name = ?, last_name = ?, email = ?, group_name = ? WHERE course_id = ?',
    [canary, canary, canary, canary, courseOfA],
  )
  const event = { kind: 'single', title: canary, at: '2016-02-02T00:00:00Z' }
  const path = `/api/courses/${courseOfA}/events`
  const created = (await (await site.ask(path, { from: a, json: event })).json()) as {
    event: { id: number }
  }
  eventOfA = created.event.id
  await site.pool.query(
    `INSERT INTO imports (course_id, file_name, size_bytes, brought_by, state, created_at, failure_text)
     VALUES (?, ?, 1, ?, 'failed', NOW(6), ?)`,
    [courseOfA, canary, canary, canary],
  )
})
afterAll(() => site.drop())

const gets = [...readMatrix()].flatMap(([route, access]) =>
  route.startsWith('GET ') && ['session', 'course'].includes(access) ? [route.slice(4)] : [],
)
const queries = ['', '?format=csv', '?q=C', `?q=${canary}`, '?week=1', '?category=content']
/** Ids of both courses in every place: each nested one must belong to its course. */
const addresses = (course: number, other: number) =>
  gets.flatMap((pattern) =>
    [course, other].flatMap((nested) =>
      queries.map(
        (query) =>
          pattern
            .replace(':courseId', String(course))
            .replace(':studentId', String(idOf(nested, ann)))
            .replace(':resourceId', String(idOf(nested, reading))) + query,
      ),
    ),
  )

it('whoever owns another course reads no word of it on any address', async () => {
  const crawl = [...addresses(courseOfB, courseOfA), ...addresses(courseOfA, courseOfB)]
  expect(crawl.length).toBeGreaterThan(300)
  let answered = 0
  for (const path of crawl) {
    const answer = await site.ask(path, { from: b })
    if (answer.status === 200) answered += 1
    const text = (await answer.text()).replaceAll(`"${path}"`, '')
    expect(text, path).not.toContain(canary)
  }
  expect(answered).toBeGreaterThan(50)
})

it('its own owner does read it there', async () => {
  const texts = await Promise.all(
    [`/api/courses/${courseOfA}/students`, '/api/courses'].map(async (path) =>
      (await site.ask(path, { from: a })).text(),
    ),
  )
  for (const text of texts) expect(text).toContain(canary)
})

it('an id of another course is as good as none, in every place for one', async () => {
  const nested = [...readMatrix().keys()].filter(
    (route) => /courses\/:courseId\/.*:/.test(route) && !route.includes('/admin/'),
  )
  expect(nested.length).toBeGreaterThanOrEqual(6)
  for (const route of nested) {
    const [method = '', pattern = ''] = route.split(' ')
    const fill = (course: number, event: number) =>
      pattern
        .replace(':courseId', String(courseOfB))
        .replace(':studentId', String(idOf(course, ann)))
        .replace(':resourceId', String(idOf(course, reading)))
        .replace(':eventId', String(event))
    const json = bodyOf(method, pattern)
    const init = { from: b, method, ...(json ? { json } : {}) }
    const [foreign, none] = [
      await site.ask(fill(courseOfA, eventOfA), init),
      await site.ask(fill(999_999, 999_999), init),
    ]
    expect([foreign.status, none.status], route).toEqual([404, 404])
    expect(await foreign.text(), route).toBe(await none.text())
  }
})

function bodyOf(method: string, pattern: string): object | undefined {
  if (pattern.endsWith(':studentId') && method === 'PATCH') return { leftOut: true }
  if (method === 'PUT') return { kind: 'single', title: 'x', at: '2016-02-02T00:00:00Z' }
  return undefined
}

it.each([{ courseId: 2 }, { id: 7 }, { ownerId: 9 }, { createdAt: 'now' }])(
  'no change moves a thing to where it does not belong: %j',
  async (more) => {
    const json = { kind: 'single', title: 'x', at: '2016-02-02T00:00:00Z', ...more }
    const path = `/api/courses/${courseOfA}/events/${eventOfA}`
    const answer = await site.ask(path, { from: a, method: 'PUT', json })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain(`"path":"${Object.keys(more)[0]}"`)
  },
)

it.each([
  ...['?sort=id;drop', '?sort[]=a', '?limit=-1', '?limit=1e9', '?limit=201', '?offset=-1'],
  ...['?limit=1&limit=2', '?__proto__=1', '?constructor=1'],
])('the order and size of a list are chosen from what there is: %s', async (query) => {
  const from = await site.addPerson(`admin${query}@example.edu`, { isAdmin: true })
  expect((await site.ask(`/api/admin/users${query}`, { from })).status).toBe(400)
})

it('answers are for the browser of one person, and no cache of the server holds them', async () => {
  const path = '/api/courses'
  const [ofA, ofB] = [await site.ask(path, { from: a }), await site.ask(path, { from: b })]
  expect(ofA.headers.get('Vary')).toContain('Cookie')
  expect(ofA.headers.get('Cache-Control')).toBe('private, no-cache')
  expect(ofA.headers.get('ETag')).not.toBe(ofB.headers.get('ETag'))
  const server = join(import.meta.dirname, '../../../server')
  for (const name of readdirSync(server, { recursive: true }) as string[]) {
    if (name.endsWith('.ts')) {
      expect(readFileSync(join(server, name), 'utf8'), name).not.toContain('hono/cache')
    }
  }
})
