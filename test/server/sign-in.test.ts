import { hash } from '@node-rs/argon2'
import type { RowDataPacket } from 'mysql2'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestSite, password, type Caller, type TestSite } from './support/site.ts'

let site: TestSite
let person: Caller
const email = 'person@example.edu'

beforeAll(async () => {
  site = await createTestSite()
  person = await site.addPerson(email, { name: 'A Person' })
})
afterAll(() => site.drop())
beforeEach(async () => {
  await site.pool.query('DELETE FROM sign_in_failures')
})

interface Try {
  email?: string
  password?: string
  address?: string
  cookie?: string
}
const signIn = (attempt: Try = {}) =>
  site.ask('/api/login', {
    json: { email: attempt.email ?? email, password: attempt.password ?? password },
    address: attempt.address ?? '192.0.2.1',
    ...(attempt.cookie ? { headers: { Cookie: attempt.cookie } } : {}),
  })

/** `name=value` of the cookies that an answer sets. */
const cookiesOf = (answer: Response) =>
  new Map(
    answer.headers
      .getSetCookie()
      .map((cookie) => [cookie.split('=')[0] ?? '', cookie.split(';')[0] ?? '']),
  )

const callerWith = (cookie: string | undefined): Caller => ({ ...person, cookie: cookie ?? '' })
const count = async (sql: string, values: unknown[] = []) => {
  const [rows] = await site.pool.query<RowDataPacket[]>(`SELECT COUNT(*) AS n FROM ${sql}`, values)
  return Number(rows[0]?.n)
}

describe('signing in', () => {
  it('answers the person and a cookie that scripts cannot read', async () => {
    const answer = await signIn()
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({
      user: {
        id: person.id,
        email,
        name: 'A Person',
        isAdmin: false,
        timeZone: null,
        wantsDigest: true,
      },
    })
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^sid=[a-z0-9]{40}; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
  })

  it('takes no notice of case and blanks around the address', async () => {
    expect((await signIn({ email: ' Person@Example.EDU ' })).status).toBe(200)
  })

  it('gives a new session each time and keeps only its hash', async () => {
    const planted = 'sid=chosenbytheattackerchosenbytheattacker00'
    const answer = await signIn({ cookie: planted })
    const cookie = cookiesOf(answer).get('sid') ?? ''
    expect(cookie).not.toBe(planted)
    expect((await site.ask('/api/me', { from: callerWith(planted) })).status).toBe(401)
    expect((await site.ask('/api/me', { from: callerWith(cookie) })).status).toBe(200)
    const [, id] = cookie.split('=')
    expect(await count('sessions WHERE id_hash = ?', [id])).toBe(0)
    const [[row] = []] = await site.pool.query<RowDataPacket[]>(
      'SELECT id_hash FROM sessions ORDER BY created_at DESC LIMIT 1',
    )
    const stolen = callerWith(`sid=${String(row?.id_hash)}`)
    expect((await site.ask('/api/me', { from: stolen })).status).toBe(401)
  })

  it('answers the same for an unknown address, a wrong password and somebody deactivated', async () => {
    await site.addPerson('gone@example.edu')
    await site.pool.query(
      "UPDATE users SET deactivated_at = NOW(6) WHERE email = 'gone@example.edu'",
    )
    const answers = await Promise.all([
      signIn({ email: 'nobody@example.edu' }),
      signIn({ password: `${password}!` }),
      signIn({ email: 'gone@example.edu' }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401])
    const bodies = await Promise.all(answers.map((answer) => answer.text()))
    expect(new Set(bodies).size).toBe(1)
    const headers = answers.map((answer) => [...answer.headers.keys()].join())
    expect(new Set(headers).size).toBe(1)
    expect(answers.flatMap((answer) => answer.headers.getSetCookie())).toEqual([])
  })

  it.each([
    [{ email: { email: 1 }, password: ['x'] }],
    [{ email: 'a', password: 1 }],
    [{ email: 'a' }],
    [{ email: 'a', password: 'b', isAdmin: true }],
    [{ email: 'a'.repeat(256), password: 'b' }],
    [{ email: 'a', password: 'b'.repeat(1025) }],
    [[]],
    [null],
    ['text'],
  ])('refuses %j as it is', async (json) => {
    expect((await site.ask('/api/login', { json })).status).toBe(400)
  })

  it('refuses what is not JSON', async () => {
    const headers = { 'Content-Type': 'application/json' }
    const broken = await site.ask('/api/login', { method: 'POST', body: '{', headers })
    expect(broken.status).toBe(400)
    expect(broken.headers.get('Content-Type')).toBe('application/problem+json')
    const form = await site.ask('/api/login', { method: 'POST', body: new URLSearchParams('a=b') })
    expect(form.status).toBe(415)
  })

  it('makes a weak hash stronger', async () => {
    await site.addPerson('weak@example.edu')
    const weak = await hash(password, { memoryCost: 8192, timeCost: 1, parallelism: 1 })
    const hashOf = async () => {
      const [[row] = []] = await site.pool.query<RowDataPacket[]>(
        "SELECT password_hash AS kept FROM users WHERE email = 'weak@example.edu'",
      )
      return String(row?.kept)
    }
    await site.pool.query("UPDATE users SET password_hash = ? WHERE email = 'weak@example.edu'", [
      weak,
    ])
    expect((await signIn({ email: 'weak@example.edu' })).status).toBe(200)
    expect(await hashOf()).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect((await signIn({ email: 'weak@example.edu' })).status).toBe(200)
  })

  it('is written down, with who it was but not what was typed', async () => {
    await site.pool.query('DELETE FROM audit_log')
    await signIn()
    await signIn({ password: 'wrong' })
    await signIn({ email: 'nobody@example.edu' })
    const [rows] = await site.pool.query(
      'SELECT action, actor_id, detail FROM audit_log ORDER BY id',
    )
    expect(rows).toEqual([
      { action: 'sign_in.succeeded', actor_id: person.id, detail: '{}' },
      { action: 'sign_in.failed', actor_id: person.id, detail: '{}' },
      { action: 'sign_in.failed', actor_id: null, detail: '{}' },
    ])
  })
})

describe('too many failures', () => {
  const fail = async (times: number, attempt: Try) => {
    const statuses: number[] = []
    for (let n = 0; n < times; n += 1) {
      statuses.push((await signIn({ password: 'wrong', ...attempt })).status)
    }
    return statuses
  }

  it('close the door for an address, also with the right password', async () => {
    for (let n = 0; n < 10; n += 1) await signIn({ email: `no${n}@example.edu`, password: 'x' })
    const refused = await signIn()
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(890)
    expect(Number(refused.headers.get('Retry-After'))).toBeLessThanOrEqual(900)
    expect((await signIn({ address: '192.0.2.2' })).status).toBe(200)
  })

  it('close the door for an e-mail address, from wherever', async () => {
    for (let n = 0; n < 10; n += 1) await fail(1, { address: `198.51.100.${n}` })
    expect((await signIn({ address: '203.0.113.1' })).status).toBe(429)
    expect((await signIn({ email: 'nobody@example.edu' })).status).toBe(401)
  })

  it('let in the owner of the address, from a browser in which they have signed in before', async () => {
    const mark = cookiesOf(await signIn()).get('known-browser')
    await fail(10, {})
    expect((await signIn()).status).toBe(429)
    const known = await signIn({ cookie: mark ?? '' })
    expect(known.status).toBe(200)
    expect(cookiesOf(known).has('known-browser')).toBe(false)
  })

  it('are counted for a known browser, too, which is known for one address only', async () => {
    const cookie = cookiesOf(await signIn()).get('known-browser') ?? ''
    const statuses = await fail(11, { cookie })
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429])
    expect((await signIn()).status).toBe(200)
    await site.pool.query('DELETE FROM sign_in_failures')
    await fail(10, { email: 'nobody@example.edu', cookie, address: '203.0.113.9' })
    expect((await signIn({ address: '203.0.113.9' })).status).toBe(429)
  })

  it.each(['x', 'x.y', '.', `${'0'.repeat(32)}.${'0'.repeat(64)}`, `${'0'.repeat(32)}.`])(
    'are not escaped with the mark %s',
    async (mark) => {
      await fail(10, {})
      expect((await signIn({ cookie: `known-browser=${mark}` })).status).toBe(429)
    },
  )

  it('are forgotten after fifteen minutes, and do not grow while the door is closed', async () => {
    await fail(15, {})
    expect(await count('sign_in_failures')).toBe(20)
    const start = site.clock.now
    site.clock.now = new Date(start.getTime() + 15 * 60_000 + 1)
    expect((await signIn()).status).toBe(200)
    site.clock.now = start
  })

  it('cannot be outrun by trying all at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        signIn({ password: 'wrong', address: `198.51.100.${n % 250}` }),
      ),
    )
    const tried = answers.filter(({ status }) => status === 401).length
    expect(tried).toBeGreaterThanOrEqual(10)
    expect(tried).toBeLessThanOrEqual(11)
    expect(answers.every(({ status }) => status === 401 || status === 429)).toBe(true)
  })

  it('are counted by the true client, not by what a client claims', async () => {
    for (let n = 0; n < 10; n += 1) {
      await site.ask('/api/login', {
        json: { email: `no${n}@example.edu`, password: 'x' },
        headers: { 'X-Forwarded-For': `1.2.3.${n}` },
      })
    }
    expect((await signIn()).status).toBe(429)
  })

  it('leave a trace when the door closes', async () => {
    await site.pool.query('DELETE FROM audit_log')
    await fail(12, {})
    expect(await count("audit_log WHERE action = 'sign_in.failed'")).toBe(10)
    expect(await count("audit_log WHERE action = 'sign_in.locked'")).toBe(1)
  })
})
