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
const roles = ['stranger', 'other', 'owner', 'admin', 'looking', 'exporter'] as const
type Role = (typeof roles)[number]
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

/** Somebody of this role in a session of their own: what is called may end it. */
async function headersOf(role: Role): Promise<Record<string, string>> {
  if (role === 'stranger') return {}
  if (role === 'exporter') return { Authorization: `Token ${token}` }
  const person = people[role === 'looking' ? 'admin' : role]
  await site.pool.query('UPDATE users SET deactivated_at = NULL')
  const id = await site.deps.sessions.start(person.id, 'matrix')
  const own = role === 'looking' ? await site.deps.sessions.startViewing(id, people.owner.id) : id
  return { Cookie: `sid=${own}` }
}

const isRead = (method: string) => method === 'GET'

/** The one answer that this role must get; null where it may pass. */
function refusalFor(role: Role, method: string, path: string): number | null {
  const access = matrix.get(`${method} ${path}`)
  if (access === 'public') return null
  if (access === 'exporter') return role === 'exporter' ? null : 401
  if (role === 'stranger' || role === 'exporter') return 401
  if (access === 'looking') return role === 'looking' ? null : 409
  if (role === 'looking' && !isRead(method)) return 403
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
})
