import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '#drizzle/pool.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import {
  failImport,
  giveUp,
  handBack,
  holdsLease,
  renewLease,
  shortenLeases,
  takeBackExpired,
  takeLease,
  type Lease,
} from '#worker/leases.ts'
import { insertCourse, insertQueued, insertServer, rowsOf } from './support.ts'

let database: TestDatabase
let courseId: number
let otherCourseId: number

beforeAll(async () => {
  database = await createTestDatabase()
  const serverId = await insertServer(database.pool, 'LMS')
  courseId = await insertCourse(database.pool, { serverId, code: 'BIO' })
  otherCourseId = await insertCourse(database.pool, { serverId, code: 'CHEM' })
})
afterAll(() => database.drop())
afterEach(() => database.pool.query('DELETE FROM imports'))

const queue = (changes = {}, course = courseId) => insertQueued(database.pool, course, changes)
const take = (importId: number, worker = 'one') =>
  takeLease(database.pool, { importId, worker, leaseSeconds: 60, maxAttempts: 3 })
const expire = (importId: number) =>
  database.pool.query(
    'UPDATE imports SET lease_until = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE id = ?',
    [importId],
  )
const rowOf = async (importId: number) => {
  const [row] = await rowsOf<{
    state: string
    attempt: number
    worker: string | null
    code: string | null
  }>(
    database.pool,
    'SELECT state, attempt, worker, failure_code AS code FROM imports WHERE id = ?',
    [importId],
  )
  return row
}
const lease = async (importId: number, worker?: string) => {
  const taken = await take(importId, worker)
  if (typeof taken === 'string') throw new Error(taken)
  return taken
}

describe('a lease', () => {
  test('is had by the first of two workers', async () => {
    const id = await queue()
    const answers = await Promise.all([take(id, 'one'), take(id, 'two')])
    expect(answers.filter((answer) => answer === 'not waiting')).toHaveLength(1)
    expect(await rowOf(id)).toMatchObject({ state: 'running', attempt: 1 })
  })

  test('is not had for an import whose file is not there yet, nor for one that does not wait', async () => {
    const id = await queue()
    await database.pool.query('UPDATE imports SET claimed_at = NULL WHERE id = ?', [id])
    expect(await take(id)).toBe('not waiting')
    expect(await take(await queue({ state: 'succeeded' }))).toBe('not waiting')
    expect(await take(4_000_000)).toBe('not waiting')
  })

  test('is had for one import of a course at a time, in the order in which they came', async () => {
    const [first, second] = [await queue(), await queue()]
    const other = await queue({}, otherCourseId)
    expect(await take(second)).toBe('not yet')
    const held = await lease(first)
    expect(await take(second)).toBe('not yet')
    expect(await take(other)).toMatchObject({ importId: other })
    await failImport(database.pool, held, { code: 'not_a_zip', text: 'It is not.' })
    expect(await take(second)).toMatchObject({ importId: second })
  })

  test('of one course is never had by two, whoever asks when', async () => {
    for (let round = 0; round < 10; round += 1) {
      await database.pool.query('DELETE FROM imports')
      const [first, second] = [await queue(), await queue()]
      // As while the first one's file is being claimed: the second may go ahead of it.
      await database.pool.query('UPDATE imports SET claimed_at = NULL WHERE id = ?', [first])
      await Promise.all([
        take(second, 'two'),
        database.pool
          .query('UPDATE imports SET claimed_at = UTC_TIMESTAMP(6) WHERE id = ?', [first])
          .then(() => take(first, 'one')),
      ])
      const running = await rowsOf(database.pool, "SELECT id FROM imports WHERE state = 'running'")
      expect(running).toHaveLength(1)
    }
  })

  test('is not had again by the message that comes once more while it is alive', async () => {
    const id = await queue()
    await lease(id, 'one')
    expect(await take(id, 'two')).toBe('not waiting')
    expect(await rowOf(id)).toMatchObject({ worker: 'one', attempt: 1 })
  })

  test('that is renewed shows the progress', async () => {
    const id = await queue()
    const held = await lease(id)
    const progress = { phase: 'activity.txt', rows: 10, of: 100 }
    expect(await renewLease(database.pool, { lease: held, leaseSeconds: 60, progress })).toBe(true)
    const rows = await rowsOf(
      database.pool,
      'SELECT phase, progress_rows AS `rows`, progress_of AS `of` FROM imports WHERE id = ?',
      [id],
    )
    expect(rows).toEqual([progress])
  })

  test('that ran out is taken back; its former holder can neither renew nor commit nor fail the import', async () => {
    const id = await queue()
    const lost = await lease(id, 'one')
    await expire(id)
    expect(await takeBackExpired(database.pool)).toBe(1)
    await lease(id, 'two')
    const progress = undefined
    expect(await renewLease(database.pool, { lease: lost, leaseSeconds: 60, progress })).toBe(false)
    expect(await inTransaction(database.pool, (transaction) => holdsLease(transaction, lost))).toBe(
      false,
    )
    expect(await failImport(database.pool, lost, { code: 'not_a_zip', text: '' })).toBe(false)
    await handBack(database.pool, lost, { pauseSeconds: 0, counts: true })
    expect(await rowOf(id)).toMatchObject({ state: 'running', attempt: 2, worker: 'two' })
  })

  test('that ran out is not taken back while its holder commits', async () => {
    const id = await queue()
    const held = await lease(id)
    await expire(id)
    let takenBack = -1
    let taking: Promise<void> | undefined
    await inTransaction(database.pool, async (transaction) => {
      expect(await holdsLease(transaction, held)).toBe(true)
      taking = takeBackExpired(database.pool).then((count) => void (takenBack = count))
      await transaction.query(
        "UPDATE imports SET state = 'succeeded', lease_until = NULL WHERE id = ?",
        [id],
      )
      expect(takenBack).toBe(-1)
    })
    await taking
    expect(takenBack).toBe(0)
    expect(await rowOf(id)).toMatchObject({ state: 'succeeded' })
  })

  test('that is alive is not taken back', async () => {
    await lease(await queue())
    expect(await takeBackExpired(database.pool)).toBe(0)
  })
})

describe('an import that is handed back', () => {
  const backAgain = async (held: Lease, options: { pauseSeconds: number; counts: boolean }) => {
    await handBack(database.pool, held, options)
    return take(held.importId)
  }

  test('waits for its pause to be over', async () => {
    const held = await lease(await queue())
    expect(await backAgain(held, { pauseSeconds: 30, counts: false })).toBe('not yet')
    await expire(held.importId)
    expect(await take(held.importId)).toMatchObject({ attempt: 1 })
  })

  test('has one attempt less if the export may be to blame, and is refused after the last', async () => {
    const id = await queue()
    for (const attempt of [1, 2, 3]) {
      const held = await lease(id)
      expect(held.attempt).toBe(attempt)
      await handBack(database.pool, held, { pauseSeconds: 0, counts: true })
    }
    expect(await take(id)).toBe('used up')
    expect(await giveUp(database.pool, 3, 'Three times.')).toEqual([id])
    expect(await rowOf(id)).toMatchObject({ state: 'failed', code: 'gave_up', attempt: 3 })
  })

  test('for trouble of the environment keeps its attempts, however often', async () => {
    const id = await queue()
    for (let round = 0; round < 5; round += 1) {
      await handBack(database.pool, await lease(id), { pauseSeconds: 0, counts: false })
    }
    expect(await take(id)).toMatchObject({ attempt: 1 })
  })
})

describe('a message that comes before its turn', () => {
  test('is used up by that, and the row says so: it is published again when its turn has come', async () => {
    await queue()
    const second = await queue({ published_at: new Date() })
    expect(await take(second)).toBe('not yet')
    const [row] = await rowsOf(database.pool, 'SELECT published_at FROM imports WHERE id = ?', [
      second,
    ])
    expect(row).toEqual({ published_at: null })
  })
})

describe('a lease from before the clock was set back', () => {
  const secondsLeft = async (importId: number) => {
    const sql =
      'SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(6), lease_until) AS seconds FROM imports WHERE id = ?'
    const [row] = await rowsOf<{ seconds: number }>(database.pool, sql, [importId])
    return row!.seconds
  }

  test('begins anew, while others stay as they are', async () => {
    const late = await queue()
    const right = await queue({}, otherCourseId)
    await lease(late)
    await lease(right)
    await database.pool.query(
      'UPDATE imports SET lease_until = lease_until + INTERVAL 1 HOUR WHERE id = ?',
      [late],
    )
    expect(await shortenLeases(database.pool, 30)).toBe(1)
    expect(await secondsLeft(late)).toBeLessThanOrEqual(30)
    expect(await secondsLeft(right)).toBeGreaterThan(30)
  })
})
