import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishWaiting } from '#drizzle/claims.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { insertCourse, insertQueued, insertServer, rowsOf } from './support.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('what a worker says of a message at once is not written over, nor is one that never left noted', async () => {
  const { pool } = database
  const serverId = await insertServer(pool, 'LMS')
  const id = await insertQueued(pool, await insertCourse(pool, { serverId, code: 'BIO' }))
  const isPublished = async () => {
    const sql = 'SELECT published_at IS NOT NULL AS yes FROM imports WHERE id = ?'
    return (await rowsOf<{ yes: number }>(pool, sql, [id]))[0]?.yes
  }
  const away = () => Promise.reject(new Error('away'))
  await expect(publishWaiting(pool, away)).rejects.toThrow('away')
  expect(await isPublished()).toBe(0)
  const takenTooEarly = async () => {
    expect(await isPublished()).toBe(1)
    await pool.query('UPDATE imports SET published_at = NULL WHERE id = ?', [id])
  }
  expect(await publishWaiting(pool, takenTooEarly)).toBe(1)
  expect(await isPublished()).toBe(0)
})
