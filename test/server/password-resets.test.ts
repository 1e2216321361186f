import type { RowDataPacket } from 'mysql2'
import { beforeEach, describe, expect, it } from 'vitest'
import { chosenPassword, tokenOf, useMailingSite } from './mailed-links.ts'
import { password, type Caller } from './support/site.ts'

const world = useMailingSite()
const { delivered, choose, signIn } = world
let person: Caller
let made = 0
beforeEach(async () => {
  made += 1
  person = await world.site.addPerson(`person${made}@example.edu`, { name: 'Pat\r\nBcc: x@y.z' })
})

const request = (email: string, init = {}) =>
  world.site.ask('/api/password-resets', { json: { email }, ...init })
const me = async (from: Caller) => (await world.site.ask('/api/me', { from })).status
const rows = async (sql: string) => (await world.site.pool.query<RowDataPacket[]>(sql))[0]

const resetToken = async () => {
  expect((await request(person.email)).status).toBe(202)
  return tokenOf((await delivered())[0]?.body)
}

describe('a forgotten password', () => {
  it('brings a mail with a link from the settings, whatever host the request named', async () => {
    const headers = { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' }
    await request(` ${person.email.toUpperCase()} `, { headers })
    const [mail, ...others] = await delivered()
    expect(others).toEqual([])
    expect(mail?.to).toEqual([person.email])
    expect(mail?.body).toMatch(
      /\n\nhttps:\/\/cloop\.example\.edu\/login\/new-password#[0-9a-f]{40}\n\n/,
    )
    expect(mail?.raw).not.toContain('evil')
    expect(mail?.body).toContain('Hello Pat Bcc: x@y.z,')
    expect(mail?.header('Bcc')).toBeUndefined()
  })

  it('keeps maintenance waiting until its mail is written, though nobody else waits', async () => {
    await request(person.email)
    await world.site.deps.gate.untilIdle()
    const own = `SELECT 1 FROM mails WHERE recipient = '${person.email}'`
    expect(await rows(own)).toHaveLength(1)
  })

  it('is replaced through the link, which ends all sessions and opens once', async () => {
    const token = await resetToken()
    expect((await choose(token)).status).toBe(204)
    expect(await me(person)).toBe(401)
    expect(await signIn(person.email, chosenPassword)).toBe(200)
    expect(await signIn(person.email, password)).toBe(401)
    expect((await choose(token, 'and yet another one')).status).toBe(404)
    expect(await signIn(person.email, chosenPassword)).toBe(200)
  })

  it('is replaced once, also when two come at the same time', async () => {
    const token = await resetToken()
    const both = await Promise.all([choose(token), choose(token)])
    expect(both.map(({ status }) => status).sort()).toEqual([204, 404])
  })

  it('leaves the link unused while the new one is too short or too easy', async () => {
    const token = await resetToken()
    expect((await choose(token, 'short')).status).toBe(400)
    expect((await choose(token, 'password1')).status).toBe(422)
    expect(await me(person)).toBe(200)
    expect((await choose(token)).status).toBe(204)
  })

  it('cannot be replaced after an hour, nor by somebody deactivated', async () => {
    const token = await resetToken()
    const start = world.site.clock.now
    world.site.clock.now = new Date(start.getTime() + 60 * 60_000 + 1000)
    const late = await choose(token)
    world.site.clock.now = start
    expect(late.status).toBe(404)
    await world.site.pool.query('UPDATE users SET deactivated_at = NOW(6) WHERE id = ?', [
      person.id,
    ])
    expect((await choose(token)).status).toBe(404)
    await world.site.pool.query('UPDATE users SET deactivated_at = NULL WHERE id = ?', [person.id])
    expect((await choose(token)).status).toBe(204)
  })

  it('makes older links useless when it has been replaced', async () => {
    const first = await resetToken()
    await request(person.email)
    const second = tokenOf((await delivered(2))[1]?.body)
    expect((await choose(second)).status).toBe(204)
    expect((await choose(first)).status).toBe(404)
  })

  it('is kept as a hash, and the mail forgets it when it is sent', async () => {
    const token = await resetToken()
    const stored = JSON.stringify([
      await rows('SELECT * FROM password_resets'),
      await rows('SELECT * FROM mails'),
      await rows('SELECT * FROM audit_log'),
    ])
    expect(stored).not.toContain(token)
    const hashes = await rows('SELECT token_hash AS hash FROM password_resets')
    for (const { hash } of hashes) expect((await choose(String(hash))).status).toBe(404)
  })

  it('opens a door that guesses have closed', async () => {
    for (let n = 0; n < 10; n += 1) await signIn(person.email, 'wrong')
    await world.site.pool.query("DELETE FROM sign_in_failures WHERE subject LIKE 'address:%'")
    expect(await signIn(person.email, password)).toBe(429)
    await choose(await resetToken())
    expect(await signIn(person.email, chosenPassword)).toBe(200)
  })

  it('leaves a trace without address or token', async () => {
    const token = await resetToken()
    await choose(token)
    expect(await rows('SELECT action, actor_id, detail FROM audit_log ORDER BY id')).toEqual([
      {
        action: 'password.reset_requested',
        actor_id: null,
        detail: JSON.stringify({ user: person.id }),
      },
      { action: 'password.reset', actor_id: person.id, detail: '{}' },
    ])
  })
})

describe('a stranger', () => {
  it('learns nothing of who has an account', async () => {
    await world.site.pool.query('UPDATE users SET deactivated_at = NOW(6) WHERE id = ?', [
      person.id,
    ])
    const other = await world.site.addPerson(`other${made}@example.edu`)
    const emails = ['nobody@example.edu', 'not an address', person.email, other.email]
    const answers = []
    for (const email of emails) answers.push(await request(email))
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202])
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(['', '', '', ''])
    const headers = answers.map((answer) => [...answer.headers.keys()].join())
    expect(new Set(headers).size).toBe(1)
    expect((await delivered()).map(({ to }) => to)).toEqual([[other.email]])
  })

  it('has the answer before anything is looked up that depends on the address', async () => {
    const connection = await world.site.pool.getConnection()
    await connection.query('LOCK TABLES users WRITE')
    // Whoever looks for the person waits for the lock: the answer does not.
    expect((await request(person.email)).status).toBe(202)
    expect((await request('nobody@example.edu')).status).toBe(202)
    await connection.query('UNLOCK TABLES')
    connection.release()
    expect(await delivered()).toHaveLength(1)
  })

  it('cannot flood a mailbox, nor find out by trying', async () => {
    for (let n = 0; n < 6; n += 1) {
      const address = `198.51.100.${n}`
      expect((await request(person.email, { address })).status).toBe(202)
    }
    expect(await delivered(3)).toHaveLength(3)
  })

  it('is told to wait after thirty requests or tries', async () => {
    const statuses: number[] = []
    for (let n = 0; n < 20; n += 1) statuses.push((await request(`n${n}@example.edu`)).status)
    for (let n = 0; n < 10; n += 1) statuses.push((await choose('0'.repeat(40))).status)
    expect(statuses).toEqual([...Array<number>(20).fill(202), ...Array<number>(10).fill(404)])
    const refused = await request(person.email)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(890)
    expect((await choose('0'.repeat(40))).status).toBe(429)
  })

  it.each(['', 'x', '%00', '0'.repeat(39), 'a'.repeat(5000)])(
    'opens nothing with the token %j',
    async (token) => {
      expect([401, 404]).toContain((await choose(token)).status)
    },
  )

  it.each([{}, { email: 1 }, { email: '' }, { email: ['a'] }, { email: 'a', x: 1 }, null])(
    'is refused %j',
    async (json) => {
      expect((await world.site.ask('/api/password-resets', { json })).status).toBe(400)
    },
  )

  it('cannot have somebody’s browser ask', async () => {
    const headers = { 'Sec-Fetch-Site': 'cross-site' }
    expect((await request(person.email, { headers })).status).toBe(403)
  })
})
