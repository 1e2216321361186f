import type { RowDataPacket } from 'mysql2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sessionListSchema, type SessionInfo } from '#shared/session.ts'
import { createTestSite, jsonOf, password, type Caller, type TestSite } from './support/site.ts'

let site: TestSite
let administrator: Caller
beforeAll(async () => {
  site = await createTestSite({ sessions: { idleMinutes: 30, longestMinutes: 60 } })
  administrator = await site.addPerson('admin@example.edu', { isAdmin: true })
})
afterAll(() => site.drop())

let made = 0
const somebody = () => site.addPerson(`person${++made}@example.edu`)
const me = async (from: Caller) => (await site.ask('/api/me', { from })).status
const another = async (caller: Caller, userAgent = 'another'): Promise<Caller> => ({
  ...caller,
  cookie: `${site.sessionCookie}=${await site.deps.sessions.start(caller.id, userAgent)}`,
})
const list = async (from: Caller, path = '/api/me/sessions') => {
  const body = await jsonOf<{ sessions: SessionInfo[] }>(site.ask(path, { from }))
  expect(sessionListSchema.parse(body)).toEqual(body)
  return body.sessions
}
const end = async (from: Caller, path: string) =>
  (await site.ask(path, { from, method: 'DELETE' })).status

describe('one’s own sessions', () => {
  it('are listed, this one marked, without anything that opens them', async () => {
    const person = await somebody()
    const other = await another(person, 'Mozilla/5.0 <b>')
    const sessions = await list(person)
    expect(sessions.map(({ userAgent, isCurrent }) => [userAgent, isCurrent]).toSorted()).toEqual([
      ['Mozilla/5.0 <b>', false],
      ['test', true],
    ])
    const text = JSON.stringify(sessions)
    for (const { cookie } of [person, other]) expect(text).not.toContain(cookie.split('=')[1])
    const [[row] = []] = await site.pool.query<RowDataPacket[]>('SELECT id_hash FROM sessions')
    expect(text).not.toContain(String(row?.id_hash))
  })

  it('are ended one by one, or all others at once', async () => {
    const person = await somebody()
    const [second, third] = [await another(person), await another(person)]
    const [first] = (await list(person)).filter(({ isCurrent }) => !isCurrent)
    expect(await end(person, `/api/me/sessions/${first!.id}`)).toBe(204)
    expect([await me(second), await me(third)].toSorted()).toEqual([200, 401])
    expect(await end(person, '/api/me/sessions')).toBe(204)
    expect([await me(person), await me(second), await me(third)]).toEqual([200, 401, 401])
    expect(await list(person)).toHaveLength(1)
  })

  it('can be this very one, and the cookie goes with it', async () => {
    const person = await somebody()
    const [session] = await list(person)
    const path = `/api/me/sessions/${session!.id}`
    const answer = await site.ask(path, { from: person, method: 'DELETE' })
    expect(answer.status).toBe(204)
    expect(answer.headers.getSetCookie()[0]).toMatch(/^sid=; Max-Age=0/)
    expect(await me(person)).toBe(401)
  })

  it('are nobody else’s to end', async () => {
    const person = await somebody()
    const stranger = await somebody()
    const [session] = await list(person)
    expect(await end(stranger, `/api/me/sessions/${session!.id}`)).toBe(404)
    expect(await end(stranger, '/api/me/sessions/0')).toBe(404)
    expect(await end(stranger, '/api/me/sessions/x')).toBe(404)
    expect(await end(stranger, '/api/me/sessions')).toBe(204)
    expect(await me(person)).toBe(200)
  })

  it('that have ended are not listed', async () => {
    const person = await somebody()
    await another(person)
    await site.pool.query(
      `UPDATE sessions SET absolute_expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND
       WHERE user_id = ? AND user_agent = 'another'`,
      [person.id],
    )
    expect(await list(person)).toHaveLength(1)
  })

  it('last as long as the settings say', async () => {
    const person = await somebody()
    const [row] = (
      await site.pool.query<RowDataPacket[]>(
        `SELECT ROUND(TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(6), expires_at) / 60) AS idle,
          ROUND(TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(6), absolute_expires_at) / 60) AS longest
         FROM sessions WHERE user_id = ?`,
        [person.id],
      )
    )[0]
    expect([Number(row?.idle), Number(row?.longest)]).toEqual([30, 60])
  })
})

describe('an administrator', () => {
  it('sees and ends the sessions of anybody', async () => {
    const person = await somebody()
    const elsewhere = await another(person)
    const path = `/api/admin/users/${person.id}/sessions`
    const [newest] = await list(administrator, path)
    expect(await end(administrator, `${path}/${newest!.id}`)).toBe(204)
    expect([await me(person), await me(elsewhere)].toSorted()).toEqual([200, 401])
    expect(await end(administrator, `${path}/${newest!.id}`)).toBe(404)
    expect(await end(administrator, path)).toBe(204)
    expect([await me(person), await me(elsewhere)]).toEqual([401, 401])
    expect(await end(administrator, '/api/admin/users/999999/sessions')).toBe(404)
    expect((await site.ask(path, { from: await somebody() })).status).toBe(403)
  })

  it('leaves a trace of each', async () => {
    await site.pool.query('DELETE FROM audit_log')
    const person = await somebody()
    await end(administrator, `/api/admin/users/${person.id}/sessions`)
    const [rows] = await site.pool.query('SELECT action, actor_id, detail FROM audit_log')
    const detail = JSON.stringify({ user: person.id, sessions: 'all' })
    expect(rows).toEqual([{ action: 'session.ended', actor_id: administrator.id, detail }])
  })
})

describe('deactivation', () => {
  it('counts for every request that begins after it, however many are under way', async () => {
    const person = await somebody()
    const ask = () => site.ask('/api/me', { from: person }).then(({ status }) => status)
    const before = Array.from({ length: 50 }, ask)
    const json = { isActive: false }
    const path = `/api/admin/users/${person.id}`
    await site.ask(path, { from: administrator, method: 'PATCH', json })
    const after = await Promise.all(Array.from({ length: 50 }, ask))
    expect(new Set(after)).toEqual(new Set([401]))
    for (const status of await Promise.all(before)) expect([200, 401]).toContain(status)
    const back = { json: { isActive: true } }
    await site.ask(path, { from: administrator, method: 'PATCH', ...back })
    expect(await me(person)).toBe(401)
    const credentials = { email: person.email, password }
    expect((await site.ask('/api/login', { json: credentials })).status).toBe(200)
  })
})
