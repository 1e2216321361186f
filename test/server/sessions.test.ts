import type { RowDataPacket } from 'mysql2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestSite, password, type Caller, type TestSite } from './support/site.ts'

let site: TestSite

beforeAll(async () => {
  site = await createTestSite({ settings: { baseUrl: 'https://cloop.example.edu' } })
})
afterAll(() => site.drop())

const me = async (from: Caller) => (await site.ask('/api/me', { from })).status
const another = async (caller: Caller): Promise<Caller> => ({
  ...caller,
  cookie: `${site.sessionCookie}=${await site.deps.sessions.start(caller.id, 'another')}`,
})

describe('a session', () => {
  it('has a cookie that browsers take from this very host over TLS only', async () => {
    const { email } = await site.addPerson('cookie@example.edu')
    const answer = await site.ask('/api/login', { json: { email, password } })
    for (const cookie of answer.headers.getSetCookie()) {
      expect(cookie).toMatch(/^__Host-[\w-]+=\S+; .*Path=\/; HttpOnly; Secure; SameSite=Lax$/)
      expect(cookie).not.toContain('Domain')
    }
  })

  it.each(['expires_at', 'absolute_expires_at'])('ends when %s has passed', async (column) => {
    const person = await site.addPerson(`${column}@example.edu`)
    expect(await me(person)).toBe(200)
    await site.pool.query(
      `UPDATE sessions SET ${column} = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE user_id = ?`,
      [person.id],
    )
    expect(await me(person)).toBe(401)
  })

  it('ends two hours after its last use, but never later than twelve after its beginning', async () => {
    const person = await site.addPerson('slides@example.edu')
    const minutesLeft = async (column: string) => {
      const [[row] = []] = await site.pool.query<RowDataPacket[]>(
        `SELECT ROUND(TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(6), ${column}) / 60) AS minutes
         FROM sessions WHERE user_id = ?`,
        [person.id],
      )
      return Number(row?.minutes)
    }
    expect(await minutesLeft('expires_at')).toBe(120)
    expect(await minutesLeft('absolute_expires_at')).toBe(720)

    const shorten =
      'UPDATE sessions SET expires_at = UTC_TIMESTAMP(6) + INTERVAL ? MINUTE WHERE user_id = ?'
    for (const left of [100, 10]) {
      await site.pool.query(shorten, [left, person.id])
      expect(await me(person)).toBe(200)
      expect(await minutesLeft('expires_at')).toBe(120)
    }
    await site.pool.query(
      'UPDATE sessions SET absolute_expires_at = UTC_TIMESTAMP(6) + INTERVAL 30 MINUTE WHERE user_id = ?',
      [person.id],
    )
    await site.pool.query(shorten, [20, person.id])
    expect(await me(person)).toBe(200)
    expect(await minutesLeft('expires_at')).toBe(30)
  })

  it('is gone on the server after logging out', async () => {
    const person = await site.addPerson('out@example.edu')
    const elsewhere = await another(person)
    const answer = await site.ask('/api/logout', { from: person, method: 'POST' })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('Clear-Site-Data')).toBe('"cache", "storage"')
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
    expect(answer.headers.getSetCookie()[0]).toMatch(/^__Host-sid=; Max-Age=0/)
    expect(await me(person)).toBe(401)
    expect(await me(elsewhere)).toBe(200)
  })

  it('ends at once when its person is deactivated', async () => {
    const person = await site.addPerson('deactivated@example.edu')
    await site.pool.query('UPDATE users SET deactivated_at = UTC_TIMESTAMP(6) WHERE id = ?', [
      person.id,
    ])
    expect(await me(person)).toBe(401)
  })
})

describe('one’s own account', () => {
  it('changes name and preferences, and nothing else', async () => {
    const person = await site.addPerson('me@example.edu')
    const change = (json: unknown) => site.ask('/api/me', { from: person, method: 'PATCH', json })
    const changed = await change({
      name: ' New Name ',
      timeZone: 'Asia/Muscat',
      wantsDigest: false,
    })
    expect(await changed.json()).toEqual({
      user: {
        id: person.id,
        email: 'me@example.edu',
        name: 'New Name',
        isAdmin: false,
        timeZone: 'Asia/Muscat',
        wantsDigest: false,
      },
    })
    expect((await change({ timeZone: null })).status).toBe(200)
    expect((await change({})).status).toBe(200)
    for (const bad of [{ isAdmin: true }, { id: 1 }, { timeZone: 'Nowhere/Else' }, { name: ' ' }]) {
      expect((await change(bad)).status, JSON.stringify(bad)).toBe(400)
    }
    const now = await site.ask('/api/me', { from: person })
    expect(await now.json()).toMatchObject({ user: { isAdmin: false, name: 'New Name' } })
  })

  it('changes the password with the current one, and ends every other session', async () => {
    const person = await site.addPerson('password@example.edu')
    const elsewhere = await another(person)
    const change = (json: unknown) => site.ask('/api/me/password', { from: person, json })
    const chosen = ' ｆｕｌｌwidth 🐟 and blanks '

    expect((await change({ new: chosen })).status).toBe(400)
    expect((await change({ current: password, new: 'short' })).status).toBe(400)
    expect((await change({ current: 'wrong', new: chosen })).status).toBe(403)
    expect((await change({ current: password, new: '12345678' })).status).toBe(422)
    expect(await me(elsewhere)).toBe(200)
    expect((await change({ current: password, new: chosen })).status).toBe(204)
    expect(await me(person)).toBe(200)
    expect(await me(elsewhere)).toBe(401)

    const signIn = async (typed: string) =>
      (await site.ask('/api/login', { json: { email: person.email, password: typed } })).status
    expect(await signIn(chosen)).toBe(200)
    expect(await signIn(' fullwidth 🐟 and blanks ')).toBe(200)
    expect(await signIn(chosen.trim())).toBe(401)
    expect(await signIn(password)).toBe(401)
  })

  it('takes wrong current passwords for failed sign-ins', async () => {
    const person = await site.addPerson('guess@example.edu')
    const guess = () =>
      site.ask('/api/me/password', {
        from: person,
        address: '192.0.2.77',
        json: { current: 'wrong', new: 'long enough to be one' },
      })
    for (let n = 0; n < 10; n += 1) expect((await guess()).status).toBe(403)
    expect((await guess()).status).toBe(429)
  })
})
