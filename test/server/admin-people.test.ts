import type { RowDataPacket } from 'mysql2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminUserAnswerSchema, adminUserListSchema, type AdminUser } from '#shared/admin.ts'
import { createTestSite, jsonOf, password, type Caller, type TestSite } from './support/site.ts'

let site: TestSite
let administrator: Caller
beforeAll(async () => {
  site = await createTestSite()
  administrator = await site.addPerson('admin@example.edu', { isAdmin: true })
})
afterAll(() => site.drop())

const ask = (path: string, init: { method?: string; json?: unknown } = {}) =>
  site.ask(`/api/admin/users${path}`, { from: administrator, ...init })
const change = (id: number, json: unknown) => ask(`/${id}`, { method: 'PATCH', json })
const create = async (json: object) => {
  const answer = await ask('', { json: { name: 'Somebody', password, ...json } })
  expect(answer.status).toBe(201)
  const body = (await answer.json()) as { user: AdminUser }
  expect(adminUserAnswerSchema.parse(body)).toEqual(body)
  return body.user
}

describe('people', () => {
  it('are created and can sign in', async () => {
    const user = await create({ email: 'New@Example.edu', isAdmin: false })
    expect(user).toMatchObject({ email: 'new@example.edu', isAdmin: false, isActive: true })
    const json = { email: 'new@example.edu', password }
    expect((await site.ask('/api/login', { json })).status).toBe(200)
  })

  it('need an address of their own and a password that is hard to guess', async () => {
    await create({ email: 'twin@example.edu' })
    const refusals: [number, object][] = [
      [409, { email: 'TWIN@example.edu', name: 'x', password }],
      [400, { email: 'no address', name: 'x', password }],
      [400, { email: 'short@example.edu', name: 'x', password: 'short' }],
      [422, { email: 'easy@example.edu', name: 'x', password: 'password1' }],
      [422, { email: 'easy@example.edu', name: 'x', password: 'Blackboard2026' }],
      [400, { email: 'id@example.edu', name: 'x', password, id: 1 }],
    ]
    for (const [status, json] of refusals) {
      expect((await ask('', { json })).status, JSON.stringify(json)).toBe(status)
    }
  })

  it('are listed by name and found by part of name or address', async () => {
    await create({ email: 'zoe@example.edu', name: 'Zoë 100%' })
    await create({ email: 'abe@example.edu', name: 'Abe' })
    const list = async (query: string) => {
      const body = await jsonOf<{ users: AdminUser[] }>(ask(query))
      expect(adminUserListSchema.parse(body)).toEqual(body)
      return body.users.map(({ name }) => name)
    }
    expect(await list('?q=ZOE')).toEqual(['Zoë 100%'])
    expect(await list('?q=%25')).toEqual(['Zoë 100%'])
    expect(await list('?q=_')).toEqual([])
    expect(await list('?isAdmin=true')).toEqual(['admin@example.edu'])
    expect(await list('?limit=1')).toEqual(['Abe'])
    expect((await list('')).slice(0, 1)).toEqual(['Abe'])
    for (const bad of ['?limit=201', '?limit=-1', '?limit=1e9', '?sort=id', '?isAdmin=1']) {
      expect((await ask(bad)).status, bad).toBe(400)
    }
  })

  it('are changed, and lose their sessions when they are deactivated', async () => {
    const person = await site.addPerson('leaves@example.edu')
    const me = async () => (await site.ask('/api/me', { from: person })).status
    expect((await change(person.id, { name: 'Leaves', isAdmin: true })).status).toBe(200)
    expect((await site.ask('/api/admin/users', { from: person })).status).toBe(200)
    expect((await change(person.id, { isAdmin: false })).status).toBe(200)
    expect((await site.ask('/api/admin/users', { from: person })).status).toBe(403)

    const gone = await jsonOf<{ user: AdminUser }>(change(person.id, { isActive: false }))
    expect(gone.user.isActive).toBe(false)
    expect(await me()).toBe(401)
    const json = { email: person.email, password }
    expect((await site.ask('/api/login', { json })).status).toBe(401)
    expect((await change(person.id, { isActive: true })).status).toBe(200)
    expect(await me()).toBe(401)
    expect((await site.ask('/api/login', { json })).status).toBe(200)
  })

  it('cannot be changed into others or into what they are not', async () => {
    const person = await site.addPerson('taken@example.edu')
    expect((await change(person.id, { email: 'admin@example.edu' })).status).toBe(409)
    expect((await change(person.id, { passwordHash: 'x' })).status).toBe(400)
    expect((await change(999_999, { name: 'x' })).status).toBe(404)
    expect((await ask('/x', { method: 'PATCH', json: { name: 'x' } })).status).toBe(404)
  })

  it('always hold one administrator', async () => {
    expect((await change(administrator.id, { isAdmin: false })).status).toBe(409)
    expect((await change(administrator.id, { isActive: false })).status).toBe(409)
    const second = await create({ email: 'second@example.edu', isAdmin: true })
    const both = await Promise.all([
      change(administrator.id, { isAdmin: false }),
      change(second.id, { isActive: false }),
    ])
    // Whichever came first: the other one must remain, and the first may have lost the right to ask.
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    await site.pool.query('UPDATE users SET is_admin = TRUE WHERE id = ?', [administrator.id])
  })

  it('leave traces of what was done to them', async () => {
    await site.pool.query('DELETE FROM audit_log')
    const { id } = await create({ email: 'traced@example.edu' })
    await change(id, { isAdmin: true })
    await change(id, { isActive: false })
    const [rows] = await site.pool.query<RowDataPacket[]>(
      'SELECT action, detail FROM audit_log WHERE actor_id = ? ORDER BY id',
      [administrator.id],
    )
    expect(rows.map(({ action, detail }) => [action, JSON.parse(detail as string)])).toEqual([
      ['user.created', { user: id, isAdmin: false }],
      ['user.changed', { user: id, isAdmin: true, fields: ['isAdmin'] }],
      ['user.deactivated', { user: id, isAdmin: true, fields: ['isActive'] }],
    ])
    expect(JSON.stringify(rows)).not.toContain('traced')
  })
})
