import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addCourse, ann, idOf, reading } from './support/course.ts'
import { listening } from './support/listening.ts'
import { createTestSite, type Caller, type TestSite } from './support/site.ts'

const publicRoutes = [
  'GET /healthz',
  'GET /readyz',
  'POST /api/login',
  'POST /api/password-resets',
  'POST /api/password-resets/:token',
]

let site: TestSite
let server: Awaited<ReturnType<typeof listening>>
let owner: Caller
let stranger: Caller
let administrator: Caller
let course: number

beforeAll(async () => {
  site = await createTestSite()
  server = await listening(site)
  owner = await site.addPerson('owner@example.edu')
  stranger = await site.addPerson('other@example.edu')
  administrator = await site.addPerson('admin@example.edu', { isAdmin: true })
  course = await addCourse(site.pool, { owners: [owner.id] })
  await addCourse(site.pool, { code: 'OTHER', owners: [stranger.id] })
})
afterAll(async () => {
  await server.close()
  await site.drop()
})

/** Every route of the running app, with ids that exist in its addresses. */
function allRoutes() {
  const routes = site.app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`)
  return [...new Set(routes)].map((route) => {
    const [method = '', pattern = ''] = route.split(' ')
    const path = pattern
      .replace(':courseId', String(course))
      .replace(':resourceId', String(idOf(course, reading)))
      .replace(/:\w+/g, '1')
    return { route, method, path }
  })
}

describe('a stranger', () => {
  it('meets the guard before anything else', () => {
    expect(site.app.routes[0]).toMatchObject({ path: '/*', method: 'ALL' })
    expect(site.app.routes[0]?.handler.name).toBe('requireSession')
  })

  it('gets 401 from every route that is not on the public list', async () => {
    const routes = allRoutes()
    expect(routes.length).toBeGreaterThan(40)
    for (const { route, method, path } of routes) {
      const { status } = await site.ask(path, { method })
      if (publicRoutes.includes(route)) expect(status, route).not.toBe(401)
      else expect(status, route).toBe(401)
    }
    expect(routes.map(({ route }) => route)).toEqual(expect.arrayContaining(publicRoutes))
  })

  it.each([
    '/api//courses/1',
    '/%61pi/courses/1',
    '/api/./courses/1',
    '//api/courses/1',
    '/API/courses/1',
    '/api/courses/1/',
    '/api;x/courses/1',
    '/api/%2e%2e/api/courses/1',
    '/api/%2E%2E/api/courses/1',
    '/login/../api/courses/1',
    '/login/..%2fapi/courses/1',
    '/login%2f..%2fapi/courses/1',
    '/api/courses/1?x=/login',
    '/api/courses/1#/login',
    '/api/login/../courses/1',
    '\\api\\courses\\1',
    '/api\\courses\\1',
    '/api/courses/1%00',
    '/api/courses/%zz',
    '/.git/HEAD',
    '/.env',
    '/package.json',
    '/server/main.ts',
    '/assets/../package.json',
    '/assets/..%2f..%2f.env',
    '/assets/app.js.map',
    '/metrics',
    '/docs',
    '/debug',
    '/api/docs',
    '/api/openapi.json',
    '/api/nope',
    '/api',
  ])('does not get past it by writing %s', async (path) => {
    const { status } = await server.send(path)
    expect([400, 401, 404]).toContain(status)
  })

  it('gets past it with no method', async () => {
    for (const method of ['HEAD', 'OPTIONS', 'TRACE', 'PATCH', 'PUT', 'PROPFIND']) {
      const { status } = await server.send(`/api/courses/${course}`, { method })
      expect([401, 405], method).toContain(status)
    }
    const answer = await server.write(`FOO /api/courses/${course} HTTP/1.1\r\nHost: x\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 405 /)
  })

  it('learns nothing from a session that is made up, malformed or of somebody gone', async () => {
    for (const cookie of ['sid=', 'sid=abc', 'sid=%', 'sid=%E0%A4%A', `sid=${'x'.repeat(5000)}`]) {
      const { status } = await site.ask('/api/me', { headers: { Cookie: cookie } })
      expect(status, cookie).toBe(401)
    }
  })
})

describe('somebody who is signed in', () => {
  it('is told that an address does not exist', async () => {
    expect((await site.ask('/api/nope', { from: owner })).status).toBe(404)
    expect((await site.ask('/nope', { from: owner })).status).toBe(404)
  })

  it('is told which methods an address takes', async () => {
    const answer = await site.ask('/api/me', { from: owner, method: 'PUT' })
    expect(answer.status).toBe(405)
    expect(answer.headers.get('Allow')).toBe('GET, PATCH, HEAD')
    const method = 'OPTIONS'
    expect((await site.ask(`/api/courses/${course}`, { from: owner, method })).status).toBe(405)
  })

  it('cannot have one method taken for another', async () => {
    const headers = { 'X-HTTP-Method-Override': 'DELETE' }
    const before = await site.ask(`/api/courses/${course}/events`, { from: owner, headers })
    expect(before.status).toBe(200)
  })

  it('gets no other course, with the same words as for one that does not exist', async () => {
    const courseRoutes = allRoutes().filter(({ path }) => path.startsWith(`/api/courses/${course}`))
    expect(courseRoutes.length).toBeGreaterThan(20)
    for (const { route, method, path } of courseRoutes) {
      const missing = path.replace(`/courses/${course}`, '/courses/999999')
      const [foreign, none] = await Promise.all([
        site.ask(path, { method, from: stranger }),
        site.ask(missing, { method, from: stranger }),
      ])
      expect([foreign.status, none.status], route).toEqual([404, 404])
      expect(await foreign.text(), route).toBe(await none.text())
    }
  })

  it.each(['0', '01', '-1', '1e0', '1.0', 'x', '%20', '99999999999999999999', 'null'])(
    'gets no course by the id %s',
    async (id) => {
      const { status } = await site.ask(`/api/courses/${id}`, { from: administrator })
      expect(status).toBe(404)
    },
  )

  it('sees own courses only, an administrator all', async () => {
    const codes = async (from: Caller) => {
      const { courses } = (await (await site.ask('/api/courses', { from })).json()) as {
        courses: { code: string }[]
      }
      return courses.map(({ code }) => code)
    }
    expect(await codes(owner)).toEqual(['ABC10'])
    expect(await codes(stranger)).toEqual(['OTHER'])
    expect(await codes(administrator)).toEqual(['ABC10', 'OTHER'])
  })

  it('gets 403 from every administrators’ route, also from those that do not exist', async () => {
    const routes = allRoutes().filter(({ path }) => path.startsWith('/api/admin'))
    expect(routes.length).toBeGreaterThan(10)
    for (const { route, method, path } of [
      ...routes,
      { route: 'none', method: 'GET', path: '/api/admin/nope' },
    ]) {
      expect((await site.ask(path, { method, from: owner })).status, route).toBe(403)
    }
  })

  it('is refused a query that no route knows, by its name', async () => {
    for (const { route, path } of allRoutes().filter(({ method }) => method === 'GET')) {
      if (/^\/(healthz|readyz)|course_imports/.test(path)) continue
      const answer = await site.ask(`${path}?surprise=1`, { from: administrator })
      expect(answer.status, route).toBe(400)
      expect(await answer.text(), route).toContain('"path":"surprise"')
    }
  })

  it('loses a course at once that is no longer theirs', async () => {
    const former = await site.addPerson('former@example.edu')
    const id = await addCourse(site.pool, { code: 'FORMER', owners: [former.id] })
    const path = `/api/courses/${id}/visits/daily?student=${idOf(id, ann)}`
    expect((await site.ask(path, { from: former })).status).toBe(200)
    await site.pool.query('DELETE FROM course_owners WHERE course_id = ?', [id])
    expect((await site.ask(path, { from: former })).status).toBe(404)
  })

  it('leaves a trace where a course is denied', async () => {
    const nosy = await site.addPerson('nosy@example.edu')
    await site.ask(`/api/courses/${course}`, { from: nosy })
    const [rows] = await site.pool.query(
      'SELECT action, course_id, detail, address FROM audit_log WHERE actor_id = ?',
      [nosy.id],
    )
    expect(rows).toEqual([
      {
        action: 'course.denied',
        course_id: null,
        detail: JSON.stringify({ courseId: course }),
        address: '192.0.2.1',
      },
    ])
  })
})
