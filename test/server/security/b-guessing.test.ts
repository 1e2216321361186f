/** security.md, section B: guesses that come all at once, from many places, or just while a password changes. */
import type { RowDataPacket } from 'mysql2'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { hashPassword } from '#server/auth/passwords.ts'
import { createTestSite, password, type Caller, type TestSite } from '../support/site.ts'

let site: TestSite
let person: Caller
let made = 0
beforeAll(async () => {
  site = await createTestSite()
})
afterAll(() => site.drop())
beforeEach(async () => {
  made += 1
  person = await site.addPerson(`person${made}@example.edu`)
  await site.pool.query('DELETE FROM sign_in_failures')
})

interface Try {
  email?: string
  password?: string
  address?: string
  cookie?: string
}
const signIn = ({ email = person.email, address = '192.0.2.1', cookie = '', ...attempt }: Try) =>
  site.ask('/api/login', {
    json: { email, password: attempt.password ?? 'wrong' },
    address,
    headers: { Cookie: cookie },
  })
const times = <Result>(count: number, work: (n: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, (_, n) => work(n)))
const of = (status: number, answers: Response[]) =>
  answers.filter((answer) => answer.status === status).length

describe('a flood of guesses', () => {
  it('does not keep people out of their own browser', async () => {
    const cookies = (await signIn({ password })).headers.getSetCookie()
    const mark = cookies.find((cookie) => cookie.startsWith('known-browser='))?.split(';')[0]
    // More than strangers have room for, and than one address or account gets of it.
    const flood = times(260, (n) =>
      signIn({ email: `no${n}@example.edu`, address: `198.51.100.${n % 3}` }),
    )
    expect((await signIn({ password, cookie: mark ?? '' })).status).toBe(200)
    await flood
  })

  it('from one address does not keep others waiting', async () => {
    const flood = times(260, (n) => signIn({ email: `no${n}@example.edu` }))
    expect((await signIn({ password, address: '203.0.113.5' })).status).toBe(200)
    expect(of(401, await flood)).toBeLessThanOrEqual(11)
  })

  it('from a network of IPv6 addresses counts as one client', async () => {
    for (let n = 0; n < 10; n += 1) {
      await signIn({ email: `no${n}@example.edu`, address: `2001:db8:0:7::${n + 1}` })
    }
    expect((await signIn({ password, address: '2001:db8::7:a:b:c:d' })).status).toBe(429)
    expect((await signIn({ password, address: '2001:db8:0:8::1' })).status).toBe(200)
  })

  it('at the password of somebody whose session was stolen is no quicker than at the door', async () => {
    const answers = await times(60, () =>
      site.ask('/api/me/password', {
        from: person,
        json: { current: 'wrong', new: 'another long sentence' },
      }),
    )
    expect(of(403, answers)).toBeGreaterThanOrEqual(10)
    expect(of(403, answers)).toBeLessThanOrEqual(11)
  })
})

it('links that are asked for all at once do not flood a mailbox', async () => {
  const answers = await times(25, () =>
    site.ask('/api/password-resets', { json: { email: person.email } }),
  )
  expect(of(202, answers)).toBe(25)
  await site.deps.gate.untilIdle()
  const [rows] = await site.pool.query('SELECT 1 FROM mails WHERE recipient = ?', [person.email])
  expect(rows).toHaveLength(3)
})

it('tries of links that come all at once do not outrun their limit', async () => {
  const answers = await times(60, () =>
    site.ask(`/api/password-resets/${'0'.repeat(40)}`, { json: { password } }),
  )
  expect([of(404, answers), of(429, answers)]).toEqual([30, 30])
})

describe('a password or an account that ends', () => {
  /** Asks while another transaction is about to change the account, which ends once that question waits for it. */
  async function askWhile(ask: () => Promise<Response>, change: string, values: unknown[]) {
    const connection = await site.pool.getConnection()
    await connection.beginTransaction()
    await connection.query(`UPDATE users SET ${change} WHERE id = ?`, [...values, person.id])
    await connection.query('DELETE FROM sessions WHERE user_id = ?', [person.id])
    let answered = false
    const answer = ask().finally(() => (answered = true))
    await vi.waitFor(async () => expect(answered || (await isWaiting())).toBe(true), 30_000)
    await connection.commit()
    connection.release()
    return answer
  }
  async function isWaiting() {
    const [rows] = await site.pool.query<RowDataPacket[]>(
      `SELECT 1 FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()
       AND (info LIKE 'insert into \`sessions\`%' OR info LIKE 'select%for update'
         OR info LIKE 'update \`users\`%')`,
    )
    return rows.length > 0
  }
  const sessionsOf = async () =>
    (await site.pool.query('SELECT 1 FROM sessions WHERE user_id = ?', [person.id]))[0]

  const chosen = 'a new sentence'
  it('opens nothing to who signs in just then: a password that has changed', async () => {
    const values = [await hashPassword(chosen)]
    const answer = await askWhile(() => signIn({ password }), 'password_hash = ?', values)
    expect(answer.status).toBe(401)
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(await sessionsOf()).toEqual([])
    expect((await signIn({ password: chosen })).status).toBe(200)
  })

  it('opens nothing to who signs in just then: a person who is deactivated', async () => {
    const answer = await askWhile(() => signIn({ password }), 'deactivated_at = NOW(6)', [])
    expect(answer.status).toBe(401)
    expect(await sessionsOf()).toEqual([])
  })

  it('does not let who knew it put another in the place of the new one', async () => {
    const json = { current: password, new: 'what the thief likes better' }
    const change = () => site.ask('/api/me/password', { from: person, json })
    const answer = await askWhile(change, 'password_hash = ?', [await hashPassword(chosen)])
    expect(answer.status).toBe(403)
    expect((await signIn({ password: chosen })).status).toBe(200)
  })

  it('is mailed no link at an address that has just been taken from it', async () => {
    const ask = async () => {
      const answer = await site.ask('/api/password-resets', { json: { email: person.email } })
      await site.deps.gate.untilIdle()
      return answer
    }
    const answer = await askWhile(ask, 'email = ?', [`new-${person.email}`])
    expect(answer.status).toBe(202)
    const links = await site.pool.query('SELECT 1 FROM password_resets WHERE user_id = ?', [
      person.id,
    ])
    expect(links[0]).toEqual([])
  })
})
