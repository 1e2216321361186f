import type { RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readMigrations } from '#drizzle/migrate.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { runCloop, settingsFor } from './run-cloop.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false })
})
afterAll(() => database.drop())

const migrate = (changes: Record<string, string> = {}, ...more: string[]) =>
  runCloop(['migrate', ...more], { environment: { ...settingsFor(database), ...changes } })

test('an empty database gets every migration once, also when two processes begin at once', async () => {
  const names = (await readMigrations()).map(({ name }) => name)
  const both = await Promise.all([migrate(), migrate()])
  expect(both.map(({ code }) => code)).toEqual([0, 0])
  const applied = both.flatMap(({ output }) => output.match(/(?<=^applied ).*/gm) ?? [])
  expect(applied).toEqual(names)
  const [tables] = await database.pool.query<RowDataPacket[]>("SHOW TABLES LIKE 'visits'")
  expect(tables).toHaveLength(1)
})

test('a second run changes nothing and says so', async () => {
  const { code, output } = await migrate()
  expect(code).toBe(0)
  expect(output).toMatch(/up to date already/)
})

test('a database that does not come up is waited for, but not for ever', async () => {
  const { code, output, errors } = await migrate({ DB_PORT: '1' }, '--wait', '1')
  expect(code).toBe(1)
  expect(output).toMatch(/^waiting for /)
  expect(errors).toMatch(/does not answer: waited 1 s\n$/)
})

test('a database that refuses is not waited for', async () => {
  expect(await migrate({ DB_PASSWORD: 'wrong' })).toMatchObject({
    code: 1,
    output: '',
    errors: 'cloop: the database does not take DB_USER with this DB_PASSWORD\n',
  })
  expect((await migrate({ DB_NAME: 'cloop_that_is_not_there' })).errors).toMatch(/no database/)
})

test('a wait that is no number of seconds is refused', async () => {
  expect(await migrate({}, '--wait', 'long')).toMatchObject({ code: 2 })
})
