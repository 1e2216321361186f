import { afterAll, beforeAll, expect, test } from 'vitest'
import { attend } from '#drizzle/presence.ts'
import { endSiteState, setSiteState } from '#drizzle/site-state.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createGate } from './broker-support.ts'
import { rowsOf, until } from './support.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('a pause that is taken back before it is reached ends at once, and is never said to be reached', async () => {
  const { pool } = database
  const held = createGate()
  let pauses = 0
  let isWorking = true
  const troubles: unknown[] = []
  const presence = await attend(pool, {
    kind: 'worker',
    name: 'one',
    pause: () => {
      pauses += 1
      isWorking = false
      return pauses === 1 ? held.passed : Promise.resolve()
    },
    resume: () => (isWorking = true),
    onTrouble: (error) => troubles.push(error),
  })
  const pausedAt = async () =>
    (await rowsOf<{ at: Date | null }>(pool, 'SELECT paused_at AS at FROM heartbeats'))[0]?.at
  await setSiteState(pool, 'drain')
  await until(() => !isWorking)
  await endSiteState(pool, 'drain')
  await until(() => isWorking)
  held.pass()
  expect(await pausedAt()).toBeNull()
  // The next pause is one of its own.
  await setSiteState(pool, 'drain')
  await until(async () => (await pausedAt()) !== null)
  expect({ pauses, isWorking, troubles }).toEqual({ pauses: 2, isWorking: false, troubles: [] })
  await endSiteState(pool, 'drain')
  await until(() => isWorking)
  expect(await pausedAt()).toBeNull()
  await presence.close()
})
