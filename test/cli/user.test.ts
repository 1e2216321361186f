import type { RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { isPassword } from '#server/auth/passwords.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { callCloop, runCloop, settingsFor } from './run-cloop.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  for (const table of ['users', 'sessions', 'audit_log', 'password_resets']) {
    await database.pool.query(`DELETE FROM ${table}`)
  }
})
afterAll(() => database.drop())

const cloop = (words: string[]) => callCloop(words, settingsFor(database))
const cloopWithInput = (words: string[], input: string) =>
  runCloop(words, { environment: settingsFor(database), input })

async function rows(sql: string): Promise<RowDataPacket[]> {
  const [found] = await database.pool.query<RowDataPacket[]>(sql)
  return found
}

/** An account, made without the command. */
async function addPerson(name: string, { isAdmin = false } = {}) {
  await database.pool.query(
    `INSERT INTO users (email, name, is_admin, created_at) VALUES (?, ?, ?, NOW())`,
    [`${name}@example.edu`, name, isAdmin],
  )
}

async function signEveryoneIn() {
  await database.pool.query(
    `INSERT INTO sessions (id_hash, user_id, created_at, expires_at, absolute_expires_at)
     SELECT id, id, NOW(), NOW(), NOW() FROM users`,
  )
}

/** A link of each, as invitations and forgotten passwords have them. */
async function sendEveryoneALink() {
  await database.pool.query(
    `INSERT INTO password_resets (token_hash, user_id, created_at, expires_at)
     SELECT CONCAT('hash', id), id, NOW(), NOW() + INTERVAL 1 HOUR FROM users`,
  )
}
const linksLeft = () =>
  rows('SELECT u.email FROM password_resets r JOIN users u ON u.id = r.user_id')

const create = (email: string, ...more: string[]) =>
  cloop(['user', 'create', email, '--name', 'Ada Lovelace', ...more])

test('a fresh database has no accounts, and the first is made with a password shown once', async () => {
  expect(await rows('SELECT id FROM users')).toEqual([])
  const { code, output } = await create('Ada@Example.edu', '--admin')
  expect(code).toBe(0)
  const password = /shown only now: (\S{20})\n/.exec(output)![1]!
  const [user] = await rows('SELECT * FROM users')
  expect(user).toMatchObject({ email: 'ada@example.edu', name: 'Ada Lovelace', is_admin: 1 })
  expect(user!.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await isPassword(user!.password_hash as string, password)).toBe(true)
  expect(await rows('SELECT action, actor_id, address FROM audit_log')).toEqual([
    { action: 'user.created', actor_id: null, address: 'cli' },
  ])
})

test('a password from standard input is taken as it is and not shown', async () => {
  const { code, output } = await cloopWithInput(
    ['user', 'create', 'ada@example.edu', '--name', 'Ada', '--password-stdin'],
    ' four words 🐎 staple \n',
  )
  expect(code).toBe(0)
  expect(output).not.toContain('staple')
  const [user] = await rows('SELECT password_hash FROM users')
  expect(await isPassword(user!.password_hash as string, ' four words 🐎 staple ')).toBe(true)
})

test.each([
  ['too short', 'short', /8 to 1024 characters/],
  ['common', 'looploop', /many people choose/],
])('a password that is %s is refused and makes no account', async (_, password, why) => {
  const { code, errors } = await cloopWithInput(
    ['user', 'create', 'ada@example.edu', '--name', 'Ada', '--password-stdin'],
    `${password}\n`,
  )
  expect(code).toBe(2)
  expect(errors).toMatch(why)
  expect(await rows('SELECT id FROM users')).toEqual([])
})

test('an address that is none, or taken, is refused', async () => {
  expect(await create('ada')).toMatchObject({ code: 2, errors: expect.stringMatching(/email/) })
  await addPerson('ada')
  expect(await create('ADA@example.edu')).toMatchObject({
    code: 1,
    errors: 'cloop: ada@example.edu has an account already\n',
  })
})

test('a new password ends the sessions of that person and of nobody else', async () => {
  await addPerson('ada')
  await addPerson('ben')
  await signEveryoneIn()
  const [before] = await rows("SELECT password_hash FROM users WHERE email = 'ada@example.edu'")
  expect(await cloop(['user', 'password', 'Ada@example.edu'])).toMatchObject({ code: 0 })
  const [after] = await rows("SELECT password_hash FROM users WHERE email = 'ada@example.edu'")
  expect(after!.password_hash).not.toBe(before!.password_hash)
  expect(await rows('SELECT u.email FROM sessions s JOIN users u ON u.id = s.user_id')).toEqual([
    { email: 'ben@example.edu' },
  ])
})

test.each(['password', 'deactivate'])(
  '%s closes the open links of that person and of nobody else',
  async (command) => {
    await addPerson('ada')
    await addPerson('ben')
    await sendEveryoneALink()
    expect(await linksLeft()).toHaveLength(2)
    expect(await cloop(['user', command, 'ada@example.edu'])).toMatchObject({ code: 0 })
    expect(await linksLeft()).toEqual([{ email: 'ben@example.edu' }])
  },
)

test('a deactivated person is signed out and marked', async () => {
  await addPerson('ada')
  await signEveryoneIn()
  expect(await cloop(['user', 'deactivate', 'ada@example.edu'])).toMatchObject({ code: 0 })
  expect(await rows('SELECT 1 FROM users WHERE deactivated_at IS NOT NULL')).toHaveLength(1)
  expect(await rows('SELECT 1 FROM sessions')).toEqual([])
  expect((await cloop(['user', 'deactivate', 'ada@example.edu'])).output).toMatch(/already/)
})

test('the last administrator who can sign in stays', async () => {
  await addPerson('ada', { isAdmin: true })
  await addPerson('ben', { isAdmin: true })
  expect(await cloop(['user', 'deactivate', 'ben@example.edu'])).toMatchObject({ code: 0 })
  const refused = await cloop(['user', 'deactivate', 'ada@example.edu'])
  expect(refused).toMatchObject({ code: 1, errors: expect.stringMatching(/last administrator/) })
  expect(await rows('SELECT email FROM users WHERE deactivated_at IS NULL')).toEqual([
    { email: 'ada@example.edu' },
  ])
})

test('of two administrators who are deactivated at once, one stays', async () => {
  await addPerson('ada', { isAdmin: true })
  await addPerson('ben', { isAdmin: true })
  const both = await Promise.all(
    ['ada', 'ben'].map((name) => cloopWithInput(['user', 'deactivate', `${name}@example.edu`], '')),
  )
  expect(both.map(({ code }) => code).sort()).toEqual([0, 1])
  expect(await rows('SELECT 1 FROM users WHERE deactivated_at IS NULL')).toHaveLength(1)
})

test('an address that nobody has is named', async () => {
  for (const words of [
    ['user', 'password', 'nobody@example.edu'],
    ['user', 'deactivate', 'nobody@example.edu'],
  ]) {
    expect(await cloop(words)).toMatchObject({
      code: 1,
      errors: 'cloop: nobody has the address nobody@example.edu\n',
    })
  }
})
