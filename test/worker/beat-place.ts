import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import type { Job } from '#lib/jobs.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import type { Leadership } from '#worker/named-lock.ts'
import { createScheduler } from '#worker/scheduler.ts'
import { addMissingTasks, endRun, startRun } from '#worker/task-rows.ts'
import { rowsOf, silent } from './support.ts'

const everyoneLeads: Leadership = {
  isLeader: () => Promise.resolve(true),
  resign: () => {},
}

/** So many seconds after an instant that lies 40 s before a full minute. */
export const at = (seconds: number) => new Date(Date.UTC(2026, 2, 2, 12, 0, 20 + seconds))

/** A database with two tasks, one of each minute and one of each night. */
export function useBeatPlace() {
  let database: TestDatabase

  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())
  beforeEach(() =>
    addMissingTasks(
      database.pool,
      [
        { name: 'purge', cron: '30 3 * * *' },
        { name: 'heartbeat', cron: '* * * * *' },
      ],
      'UTC',
    ),
  )
  afterEach(async () => {
    await database.pool.query('DELETE FROM task_runs')
    await database.pool.query('DELETE FROM scheduled_tasks')
  })

  /** A beat whose broker notes down what is published. */
  function createBeat() {
    const published: Job[] = []
    const broker = { isUp: true, refuses: false }
    const scheduler = createScheduler({
      pool: database.pool,
      log: silent,
      leadership: everyoneLeads,
      broker: {
        isConnected: () => broker.isUp,
        publish: (job) => {
          if (broker.refuses) return Promise.reject(new Error('no confirm'))
          published.push(job)
          return Promise.resolve()
        },
      },
    })
    /** What was published, each run once: a run that nobody begins is published again after a while. */
    const names = () => {
      const runs = new Map(published.map((job) => ['runId' in job && job.runId, job.job]))
      return [...runs.values()]
    }
    return { ...scheduler, published, names, broker }
  }
  const runs = () =>
    rowsOf<{ id: number; name: string; slotAt: Date; state: string }>(
      database.pool,
      'SELECT id, task_name AS name, slot_at AS slotAt, state FROM task_runs ORDER BY slot_at, task_name',
    )
  const endAll = async () => {
    for (const { id } of await runs()) {
      await startRun(database.pool, id)
      await endRun(database.pool, id, { state: 'succeeded', detail: '' })
    }
  }

  return {
    get pool() {
      return database.pool
    },
    createBeat,
    runs,
    /** Every run that was published has its worker, and ends. */
    endAll,
  }
}
