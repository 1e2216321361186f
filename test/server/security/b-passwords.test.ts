/** security.md, section B: what is not told of already by sign-in.test.ts and sessions.test.ts. */
import { verify } from '@node-rs/argon2'
import type { RowDataPacket } from 'mysql2'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createTestSite, jsonOf, type Caller, type TestSite } from '../support/site.ts'

vi.mock('@node-rs/argon2', async (original) => {
  const argon2 = await original<typeof import('@node-rs/argon2')>()
  return { ...argon2, verify: vi.fn(argon2.verify) }
})

let site: TestSite
let administrator: Caller
beforeAll(async () => {
  site = await createTestSite()
  administrator = await site.addPerson('admin@example.edu', { isAdmin: true })
})
afterAll(() => site.drop())
beforeEach(() => site.pool.query('DELETE FROM sign_in_failures'))

let made = 0
const create = (password: string) =>
  site.ask('/api/admin/users', {
    from: administrator,
    json: { email: `person${++made}@example.edu`, name: 'Somebody', password },
  })
const signIn = async (password: string) => {
  const json = { email: `person${made}@example.edu`, password }
  return (await site.ask('/api/login', { json })).status
}

it.each([
  ['8 characters', 'x7-kqzvw'],
  ['64 characters', 'a plain sentence and another '.repeat(3).slice(0, 64)],
  ['128 characters', 'words upon words, '.repeat(8).slice(0, 128)],
  ['1,024 characters', 'yet another sentence of words. '.repeat(40).slice(0, 1024)],
  ['emoji', '🐟🐠🦈🐙🦑🦐🦞🦀'],
  ['blanks around it', '  between two blanks  '],
  ['no digit, sign or capital', 'onlysmallletters'],
])('a password of %s is taken whole, and only whole', async (_, password) => {
  expect((await create(password)).status).toBe(201)
  expect(await signIn(password)).toBe(200)
  expect(await signIn(`${password.slice(0, -1)}#`)).toBe(401)
  expect(await signIn(password.slice(0, -1))).toBe(401)
  expect(await signIn(`${password} `)).toBe([...password].length > 1023 ? 400 : 401)
})

it.each(['password1', '12345678', 'blackboard', 'looploop', 'Cloop-2026!'])(
  'the password %s is refused as too easy',
  async (password) => {
    expect((await create(password)).status).toBe(422)
  },
)

it('is stored as argon2id with the parameters that OWASP advises, with a salt of its own', async () => {
  await create('the same long sentence')
  await create('the same long sentence')
  const [rows] = await site.pool.query<RowDataPacket[]>(
    'SELECT password_hash AS hash FROM users WHERE email LIKE ?',
    ['person%'],
  )
  const hashes = rows.map(({ hash }) => String(hash))
  expect(new Set(hashes).size).toBe(hashes.length)
  for (const hash of hashes) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
})

it('is in no answer, whoever asks', async () => {
  const { users } = await jsonOf<{ users: object[] }>(
    site.ask('/api/admin/users', { from: administrator }),
  )
  expect(users.length).toBeGreaterThan(1)
  expect(JSON.stringify(users)).not.toMatch(/argon2|passwordHash|subject/i)
})

it('the same work is done for everybody: one check against a hash of today’s parameters', async () => {
  for (const who of ['here', 'ended', 'invited']) await site.addPerson(`${who}@example.edu`)
  await site.pool.query("UPDATE users SET deactivated_at = NOW(6) WHERE email LIKE 'ended@%'")
  await site.pool.query("UPDATE users SET password_hash = NULL WHERE email LIKE 'invited@%'")
  for (const who of ['nobody', 'here', 'ended', 'invited']) {
    vi.mocked(verify).mockClear()
    const json = { email: `${who}@example.edu`, password: 'wrong' }
    expect((await site.ask('/api/login', { json })).status).toBe(401)
    expect(verify, who).toHaveBeenCalledExactlyOnceWith(
      expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/),
      'wrong',
    )
  }
})
