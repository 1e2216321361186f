import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ResultSetHeader } from 'mysql2'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { purge } from '#worker/purge.ts'
import { recoverImports } from '#worker/recover-imports.ts'
import { runTask } from '#worker/run-task.ts'
import { createContext, createDirectories, insertQueued, rowsOf } from './support.ts'

let database: TestDatabase
let place: Awaited<ReturnType<typeof createDirectories>>

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  place = await createDirectories()
})
afterEach(async () => {
  await place.remove()
  for (const table of ['task_runs', 'imports', 'sessions', 'heartbeats']) {
    await database.pool.query(`DELETE FROM ${table}`)
  }
})

const context = (imports = {}) => createContext(database.pool, place.directories, imports)
const addRun = async (name: string, slotAt = 'UTC_TIMESTAMP(6)', state = 'published') => {
  const [{ insertId }] = await database.pool.query<ResultSetHeader>(
    `INSERT INTO task_runs (task_name, slot_at, state, started_at) VALUES (?, ${slotAt}, ?, ${slotAt})`,
    [name, state],
  )
  return insertId
}
const run = async (id: number) => {
  const [row] = await rowsOf<{ state: string; detail: string; startedAt: Date; finishedAt: Date }>(
    database.pool,
    `SELECT state, detail, started_at AS startedAt, finished_at AS finishedAt FROM task_runs WHERE id = ?`,
    [id],
  )
  return row
}

describe('the books on a task', () => {
  test('say that it succeeded and what it did', async () => {
    const runId = await addRun('heartbeat')
    await runTask(context(), { job: 'heartbeat', runId })
    expect(await run(runId)).toMatchObject({
      state: 'succeeded',
      detail: 'import 0, mail 0, task 0, dead 0',
      startedAt: expect.any(Date),
      finishedAt: expect.any(Date),
    })
  })

  test('say that it failed and why; the message is done with', async () => {
    const runId = await addRun('scan-imports')
    const worker = context({ settleSeconds: 0 })
    worker.directories = { ...worker.directories, imports: [join(place.root, 'missing')] }
    await runTask(worker, { job: 'scan-imports', runId })
    expect(await run(runId)).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('cannot look at'),
    })
  })

  test('are not opened again by a message that comes twice', async () => {
    const runId = await addRun('scan-imports', 'UTC_TIMESTAMP(6)', 'succeeded')
    const worker = context()
    worker.directories = { ...worker.directories, imports: [join(place.root, 'missing')] }
    await runTask(worker, { job: 'scan-imports', runId })
    expect(await run(runId)).toMatchObject({ state: 'succeeded' })
  })

  test('are closed by others for a worker that went away', async () => {
    const runId = await addRun('scan-imports', 'UTC_TIMESTAMP(6) - INTERVAL 7 HOUR', 'running')
    const young = await addRun('scan-imports', 'UTC_TIMESTAMP(6) - INTERVAL 5 HOUR', 'running')
    expect(await recoverImports(context())).toBe('1 runs of tasks ended')
    expect(await run(runId)).toMatchObject({ state: 'failed', detail: 'its worker went away' })
    expect(await run(young)).toMatchObject({ state: 'running' })
  })
})

describe('purge', () => {
  test('deletes sessions that have ended, and no others', async () => {
    const session = (id: number, expires: string, ends: string) =>
      database.pool.query(
        `INSERT INTO sessions (id_hash, user_id, created_at, expires_at, absolute_expires_at)
         VALUES (?, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL ${expires}, UTC_TIMESTAMP(6) + INTERVAL ${ends})`,
        [`session ${id}`],
      )
    for (let index = 0; index < 6000; index += 1000) {
      const values = Array.from({ length: 1000 }, (_, offset) => [`old ${index + offset}`])
      await database.pool.query(
        `INSERT INTO sessions (id_hash, user_id, created_at, expires_at, absolute_expires_at)
         SELECT v.id_hash, 1, UTC_TIMESTAMP(6), '2020-01-01', '2020-01-01' FROM (${values
           .map(() => 'SELECT ? AS id_hash')
           .join(' UNION ALL ')}) v`,
        values.flat(),
      )
    }
    await session(1, '1 HOUR', '10 HOUR')
    await session(2, '1 HOUR', '-1 HOUR')
    expect(await purge(context())).toBe('6001 sessions')
    expect(await rowsOf(database.pool, 'SELECT id_hash AS id FROM sessions')).toEqual([
      { id: 'session 1' },
    ])
  })

  test('deletes the history of tasks past 30 days', async () => {
    await addRun('purge', 'UTC_TIMESTAMP(6) - INTERVAL 31 DAY', 'succeeded')
    const kept = await addRun('purge', 'UTC_TIMESTAMP(6) - INTERVAL 29 DAY', 'succeeded')
    expect(await purge(context())).toBe('1 task_runs')
    expect(await rowsOf(database.pool, 'SELECT id FROM task_runs')).toEqual([{ id: kept }])
  })

  test('deletes archived zips past their days, and nothing else there', async () => {
    const archived = async (days: number) => {
      const id = await insertQueued(database.pool, 1, { state: 'succeeded' })
      await database.pool.query(
        'UPDATE imports SET finished_at = UTC_TIMESTAMP(6) - INTERVAL ? DAY WHERE id = ?',
        [days, id],
      )
      return `${id}.zip`
    }
    const [old, young] = [await archived(31), await archived(29)]
    const strangers = ['9999999.zip', 'notes.txt']
    for (const name of [old, young, ...strangers]) {
      await writeFile(join(place.directories.archive, name), 'x')
    }
    expect(await purge(context({ keepDays: 30 }))).toBe('1 archived zips')
    expect((await readdir(place.directories.archive)).sort()).toEqual([young, ...strangers].sort())
  })
})
