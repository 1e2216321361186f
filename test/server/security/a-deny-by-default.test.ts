/** security.md, section A: nothing is open that is not on a list. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addCourse } from '../support/course.ts'
import { createTestSite, jsonOf, type Caller, type TestSite } from '../support/site.ts'
import { readMatrix, routesOf } from './matrix.ts'

const oidc = {
  issuer: 'http://127.0.0.1:1',
  clientId: 'cloop',
  clientSecret: 'secret',
  label: 'University sign-in',
  groupsClaim: 'groups',
  adminGroup: undefined,
  createsUsers: false,
}
const roles = [
  ...(['stranger', 'expired', 'deactivated', 'exporter'] as const),
  ...(['other', 'owner', 'admin', 'looking'] as const),
]
type Role = (typeof roles)[number]
/** Who is nobody to a page: no session, one that has ended, or a token that is for exports only. */
const strangers = new Set<Role>(['stranger', 'expired', 'deactivated', 'exporter'])
const waysOut = ['/api/hijack/end', '/api/logout']
const matrix = readMatrix()
let site: TestSite
let people: Record<'other' | 'owner' | 'admin', Caller>
let course: number
let token: string

beforeAll(async () => {
  site = await createTestSite({ settings: { oidc } })
  people = {
    other: await site.addPerson('other@example.edu'),
    owner: await site.addPerson('owner@example.edu'),
    admin: await site.addPerson('admin@example.edu', { isAdmin: true }),
  }
  await site.addPerson('second-admin@example.edu', { isAdmin: true })
  course = await addCourse(site.pool, { owners: [people.owner.id] })
  const server = jsonOf<{ token: string }>(
    site.ask('/api/admin/lms-servers', { from: people.admin, json: { name: 'North' } }),
  )
  token = (await server).token
})
afterAll(() => site.drop())

/** Those whose sessions do not count would see the course, if they did. */
function personOf(role: Role): Caller {
  if (role === 'other') return people.other
  return role === 'admin' || role === 'looking' ? people.admin : people.owner
}

/** Somebody of this role in a session of their own: what is called may end it. */
async function headersOf(role: Role): Promise<Record<string, string>> {
  if (role === 'stranger') return {}
  if (role === 'exporter') return { Authorization: `Token ${token}` }
  await site.pool.query('UPDATE users SET deactivated_at = NULL')
  const id = await site.deps.sessions.start(personOf(role).id, 'matrix')
  if (role === 'expired') {
    const past = 'UTC_TIMESTAMP(6) - INTERVAL 1 SECOND'
    await site.pool.query(`UPDATE sessions SET expires_at = ${past} WHERE user_id = ?`, [
      people.owner.id,
    ])
  }
  if (role === 'deactivated') {
    await site.pool.query('UPDATE users SET deactivated_at = UTC_TIMESTAMP(6) WHERE id = ?', [
      people.owner.id,
    ])
  }
  const own = role === 'looking' ? await site.deps.sessions.startViewing(id, people.owner.id) : id
  return { Cookie: `sid=${own}` }
}

const isRead = (method: string) => method === 'GET'

/** The one answer that this role must get; null where it may pass. */
function refusalFor(role: Role, method: string, path: string): number | null {
  const access = matrix.get(`${method} ${path}`)
  if (access === 'public') return null
  if (access === 'exporter') return role === 'exporter' ? null : 401
  if (strangers.has(role)) return 401
  if (access === 'looking') return role === 'looking' ? null : 409
  if (role === 'looking' && !isRead(method) && !waysOut.includes(path)) return 403
  if (access === 'admin') return role === 'admin' ? null : 403
  if (access === 'course') return role === 'other' ? 404 : null
  return null
}

describe('the matrix of roles and routes', () => {
  it('has a line for every route, and a route for every line', () => {
    expect([...matrix.keys()].toSorted()).toEqual(routesOf(site).toSorted())
  })

  it.each(roles)('holds for a %s on every route', async (role) => {
    for (const route of matrix.keys()) {
      const [method = '', pattern = ''] = route.split(' ')
      // The stream never ends; who may read it is told by its own tests.
      if (pattern.endsWith('/stream') && role === 'admin') continue
      const path = pattern.replace(':courseId', String(course)).replace(/:\w+/g, '7')
      const answer = await site.ask(path, { method, headers: await headersOf(role) })
      const refusal = refusalFor(role, method, pattern)
      if (refusal !== null) expect(answer.status, `${role} ${route}`).toBe(refusal)
      else expect([401, 403], `${role} ${route}: ${answer.status}`).not.toContain(answer.status)
      await answer.body?.cancel()
    }
  })
  it.each(roles)('lets a %s do nothing by a method that a path does not have', async (role) => {
    const headers = await headersOf(role)
    const paths = new Set([...matrix.keys()].map((route) => route.split(' ')[1] ?? ''))
    for (const pattern of paths) {
      const path = pattern.replace(':courseId', String(course)).replace(/:\w+/g, '7')
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const) {
        if (matrix.has(`${method} ${pattern}`)) continue
        const { status } = await site.ask(path, { method, headers })
        // 415 where the end of the path is taken for an id.
        expect([401, 403, 404, 405, 415], `${role} ${method} ${path}`).toContain(status)
      }
    }
  })
})
