import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkListSchema } from '#shared/checks.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { callCloop, settingsFor } from './run-cloop.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

// Of these settings neither broker nor directories exist.
const check = (...words: string[]) => callCloop(['check', ...words], settingsFor(database))

test('what failed is marked, with what to do below it, and the exit code is 1', async () => {
  const { code, output, errors } = await check()
  expect(code).toBe(1)
  expect(output).toMatch(/^passed {5}database-migrations +all applied$/m)
  expect(output).toMatch(
    /^FAILED {5}broker +127\.0\.0\.1:1 cannot be used: ECONNREFUSED\n +→ Start/m,
  )
  expect(output).toMatch(/^not tested queue-task +needs what broker-queues checks$/m)
  expect(errors).toMatch(/^cloop: \d+ of \d+ checks failed: .*broker/)
})

test('programs get the same as JSON', async () => {
  const { code, output } = await check('--json')
  expect(code).toBe(1)
  const { checks } = checkListSchema.parse(JSON.parse(output))
  expect(checks.find(({ name }) => name === 'broker')).toMatchObject({
    outcome: 'failed',
    advice: expect.stringContaining('RABBITMQ_HOSTNAME'),
  })
  expect(checks.find(({ name }) => name === 'database')).toMatchObject({
    outcome: 'passed',
    advice: null,
  })
})
