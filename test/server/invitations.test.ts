import type { RowDataPacket } from 'mysql2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chosenPassword, tokenOf, useMailingSite } from './mailed-links.ts'
import { createTestSite, type Caller, type TestSite } from './support/site.ts'

const world = useMailingSite()
const { delivered, choose, signIn } = world
let administrator: Caller
let person: Caller
beforeAll(async () => {
  administrator = await world.site.addPerson('admin@example.edu', { isAdmin: true })
  person = await world.site.addPerson('person@example.edu')
})
const rows = async (sql: string) => (await world.site.pool.query<RowDataPacket[]>(sql))[0]

describe('an invitation', () => {
  const invite = (json: object) =>
    world.site.ask('/api/admin/users', { from: administrator, json: { name: 'New', ...json } })

  it('goes to somebody who is made without a password, and opens for seven days', async () => {
    const email = 'invited@example.edu'
    const answer = await invite({ email })
    expect(answer.status).toBe(201)
    expect(await answer.json()).toMatchObject({ user: { email, hasPassword: false } })
    expect(await signIn(email, '')).toBe(400)
    const [mail] = await delivered()
    expect(mail?.body).toContain('https://cloop.example.edu/login/welcome#')
    const start = world.site.clock.now
    world.site.clock.now = new Date(start.getTime() + 6 * 24 * 3_600_000)
    const used = await choose(tokenOf(mail?.body))
    world.site.clock.now = start
    expect(used.status).toBe(204)
    expect(await signIn(email, chosenPassword)).toBe(200)
  })

  it('is sent again by an administrator, who sends others a link for a new password', async () => {
    const email = 'again@example.edu'
    const { user } = (await (await invite({ email })).json()) as { user: { id: number } }
    const ask = (id: number) =>
      world.site.ask(`/api/admin/users/${id}/password-resets`, {
        from: administrator,
        method: 'POST',
      })
    expect((await ask(user.id)).status).toBe(202)
    expect((await ask(person.id)).status).toBe(202)
    expect((await ask(999_999)).status).toBe(404)
    const subjects = (await delivered(3)).map(({ header }) => header('Subject'))
    expect(subjects).toEqual([
      'cloop: you are invited',
      'cloop: you are invited',
      'cloop: choose a new password',
    ])
    expect(await rows("SELECT actor_id FROM audit_log WHERE action = 'user.invited'")).toEqual([
      { actor_id: administrator.id },
      { actor_id: administrator.id },
    ])
  })
})

describe('a link', () => {
  const change = (json: object) =>
    world.site.ask(`/api/admin/users/${person.id}`, { from: administrator, method: 'PATCH', json })
  const freshToken = async () => {
    await world.site.ask('/api/password-resets', { json: { email: person.email } })
    return tokenOf((await delivered())[0]?.body)
  }

  it('opens nothing once the address is another', async () => {
    const token = await freshToken()
    expect((await change({ email: 'moved@example.edu' })).status).toBe(200)
    expect((await choose(token)).status).toBe(404)
    expect((await change({ email: person.email })).status).toBe(200)
  })

  it('opens nothing once the person was deactivated, also when they are back', async () => {
    const token = await freshToken()
    await change({ isActive: false })
    await change({ isActive: true })
    expect((await choose(token)).status).toBe(404)
  })
})

describe('without a mail server', () => {
  let silent: TestSite
  beforeAll(async () => {
    silent = await createTestSite({ settings: { sendsMail: false } })
  })
  afterAll(() => silent.drop())

  it('a person needs a password, and nobody is sent a link', async () => {
    const from = await silent.addPerson('admin@example.edu', { isAdmin: true })
    const json = { email: 'new@example.edu', name: 'New' }
    const refused = await silent.ask('/api/admin/users', { from, json })
    expect(refused.status).toBe(400)
    expect(await refused.text()).toContain('"path":"password"')
    const path = `/api/admin/users/${from.id}/password-resets`
    expect((await silent.ask(path, { from, method: 'POST' })).status).toBe(409)
    const asked = await silent.ask('/api/password-resets', { json: { email: from.email } })
    expect(asked.status).toBe(202)
  })
})
