import type { RowDataPacket } from 'mysql2'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { meSchema } from '#shared/session.ts'
import { addCourse, ann, idOf } from './support/course.ts'
import { createTestSite, type Caller, type TestSite } from './support/site.ts'

let site: TestSite
let owner: Caller
let administrator: Caller
let course: number
let made = 0

beforeAll(async () => {
  site = await createTestSite()
})
afterAll(() => site.drop())
beforeEach(async () => {
  made += 1
  owner = await site.addPerson(`owner${made}@example.edu`, { name: 'Olga Owner' })
  administrator = await site.addPerson(`admin${made}@example.edu`, { isAdmin: true, name: 'Adam' })
  course = await addCourse(site.pool, { code: `C${made}`, owners: [owner.id] })
  await site.pool.query('DELETE FROM audit_log')
})

const hijack = (from: Caller, id: number) =>
  site.ask(`/api/admin/users/${id}/hijack`, { from, method: 'POST' })
const end = (from: Caller) => site.ask('/api/hijack/end', { from, method: 'POST' })
const me = (from: Caller) => site.ask('/api/me', { from })
const withCookieOf = (caller: Caller, answer: Response): Caller => {
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return { ...caller, cookie }
}
const looking = async () => withCookieOf(administrator, await hijack(administrator, owner.id))

describe('to look at cloop as somebody', () => {
  it('shows what they see, says who looks, and takes a new session id', async () => {
    const answer = await hijack(administrator, owner.id)
    expect(answer.status).toBe(200)
    const body = await answer.json()
    expect(meSchema.parse(body)).toEqual(body)
    expect(body).toMatchObject({
      user: { id: owner.id, name: 'Olga Owner', isAdmin: false },
      hijackedBy: { id: administrator.id, name: 'Adam' },
    })
    const eyes = withCookieOf(administrator, answer)
    expect(await (await me(eyes)).json()).toEqual(body)
    expect((await me(administrator)).status).toBe(401)
    const courses = (await (await site.ask('/api/courses', { from: eyes })).json()) as object
    expect(courses).toMatchObject({ courses: [{ id: course }] })
    expect((await site.ask('/api/admin/users', { from: eyes })).status).toBe(403)
  })

  it('ends with one’s own eyes and another new id', async () => {
    const eyes = await looking()
    const answer = await end(eyes)
    expect(await answer.json()).toMatchObject({ user: { id: administrator.id }, hijackedBy: null })
    const own = withCookieOf(administrator, answer)
    expect((await site.ask('/api/admin/users', { from: own })).status).toBe(200)
    expect((await me(eyes)).status).toBe(401)
    expect((await end(own)).status).toBe(409)
  })

  it('changes nothing: every unsafe method of every route is refused', async () => {
    const eyes = await looking()
    const routes = site.app.routes.filter(({ method }) =>
      ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method),
    )
    const unsafe = [...new Set(routes.map(({ method, path }) => `${method} ${path}`))].filter(
      (route) => !/^POST \/api\/(hijack\/end|logout)$|course_imports/.test(route),
    )
    const isPublic = (route: string) => /^POST \/api\/(login|password-resets)/.test(route)
    expect(unsafe.length).toBeGreaterThan(25)
    for (const route of unsafe.filter((one) => !isPublic(one))) {
      const [method, pattern = ''] = route.split(' ')
      const path = pattern.replace(':courseId', String(course)).replace(/:\w+/g, '1')
      const answer = await site.ask(path, { from: eyes, method: method! })
      expect(answer.status, route).toBe(403)
      expect(await answer.text(), route).toContain('somebody else')
    }
    expect((await me(eyes)).status).toBe(200)
  })

  it('lets the administrator sign out, who then has no session at all', async () => {
    const eyes = await looking()
    const answer = await site.ask('/api/logout', { from: eyes, method: 'POST' })
    expect(answer.status).toBe(204)
    for (const who of [eyes, administrator, withCookieOf(administrator, answer)]) {
      expect((await me(who)).status).toBe(401)
    }
    expect(await site.deps.sessions.list(administrator.id, null)).toEqual([])
    expect((await me(owner)).status).toBe(200)
  })

  it('is written down, with all that is looked at, under the one who looks', async () => {
    const eyes = await looking()
    await site.ask(`/api/courses/${course}`, { from: eyes })
    await site.ask(`/api/courses/${course}/visits/daily?student=${idOf(course, ann)}`, {
      from: eyes,
    })
    await end(eyes)
    const [rows] = await site.pool.query<RowDataPacket[]>(
      'SELECT action, actor_id AS actor, detail FROM audit_log ORDER BY id',
    )
    expect(rows.map(({ action }) => action)).toEqual([
      'hijack.started',
      'course.viewed_by_administrator',
      'student.viewed',
      'hijack.ended',
    ])
    expect(new Set(rows.map(({ actor }) => actor))).toEqual(new Set([administrator.id]))
    for (const { detail } of rows) expect(detail).toContain(String(owner.id))
  })

  it('is for administrators, and not as oneself, somebody deactivated or nobody', async () => {
    expect((await hijack(owner, administrator.id)).status).toBe(403)
    expect((await hijack(administrator, administrator.id)).status).toBe(409)
    expect((await hijack(administrator, 999_999)).status).toBe(404)
    await site.pool.query('UPDATE users SET deactivated_at = NOW(6) WHERE id = ?', [owner.id])
    expect((await hijack(administrator, owner.id)).status).toBe(409)
    expect((await end(administrator)).status).toBe(409)
  })

  it.each(['deactivated_at = NOW(6)', 'is_admin = FALSE'])(
    'ends at once when who looks has %s',
    async (change) => {
      const eyes = await looking()
      await site.pool.query(`UPDATE users SET ${change} WHERE id = ?`, [administrator.id])
      expect((await me(eyes)).status).toBe(401)
    },
  )

  it('ends when the person is deactivated, and with the administrator’s own sessions', async () => {
    const eyes = await looking()
    await site.pool.query('UPDATE users SET deactivated_at = NOW(6) WHERE id = ?', [owner.id])
    expect((await me(eyes)).status).toBe(401)
    await site.pool.query('UPDATE users SET deactivated_at = NULL WHERE id = ?', [owner.id])
    await site.deps.sessions.endAll(administrator.id)
    expect((await me(eyes)).status).toBe(401)
  })

  it('does not show among the sessions of the person, nor hear of imports as an administrator', async () => {
    const eyes = await looking()
    expect(await site.deps.sessions.list(owner.id, null)).toHaveLength(1)
    const id = eyes.cookie.split('=')[1]!
    expect(await site.deps.sessions.administrators([id])).toEqual(new Set())
  })
})
