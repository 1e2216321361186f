import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createLeadership, withLock, type Leadership } from '#worker/named-lock.ts'
import { rowsOf } from './support.ts'

let database: TestDatabase
const leaderships: Leadership[] = []

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
afterEach(() => {
  for (const leadership of leaderships.splice(0)) leadership.resign()
})

describe('a lock', () => {
  test('is held by one at a time, and free as soon as the work is done', async () => {
    const take = () => withLock(database.pool, 'scan', () => Promise.resolve('done'))
    const inside = await withLock(database.pool, 'scan', take)
    expect([inside, await take(), await take()]).toEqual([undefined, 'done', 'done'])
  })

  test('is free after work that failed', async () => {
    const failing = withLock(database.pool, 'scan', () => Promise.reject(new Error('no')))
    await expect(failing).rejects.toThrow('no')
    const take = () => withLock(database.pool, 'scan', () => Promise.resolve('done'))
    await expect.poll(take).toBe('done')
  })
})

describe('two leaders', () => {
  test('do not both lead; when the leader goes, the other one does', async () => {
    const [first, second] = [
      createLeadership(database.pool, 'beat'),
      createLeadership(database.pool, 'beat'),
    ]
    leaderships.push(first, second)
    await expect.poll(() => first.isLeader()).toBe(true)
    expect([await second.isLeader(), await first.isLeader()]).toEqual([false, true])
    first.resign()
    await expect.poll(() => second.isLeader()).toBe(true)
    expect(await first.isLeader()).toBe(false)
  })

  test('of which the leader lost its connection do not both lead', async () => {
    const [first, second] = [
      createLeadership(database.pool, 'beat'),
      createLeadership(database.pool, 'beat'),
    ]
    leaderships.push(first, second)
    await expect.poll(() => first.isLeader()).toBe(true)
    const [holder] = await rowsOf<{ id: number }>(
      database.pool,
      "SELECT IS_USED_LOCK(CONCAT('cloop-beat-', MD5(DATABASE()))) AS id",
    )
    await database.pool.query(`KILL ${holder!.id}`)
    await expect.poll(() => second.isLeader()).toBe(true)
    await expect.poll(() => first.isLeader().catch(() => 'lost')).toBe(false)
  })
})
