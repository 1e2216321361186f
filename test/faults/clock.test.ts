import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { rowsOf, until } from '../worker/support.ts'
import { endProcess, startProcess, type SiteProcess } from '../support/site-process.ts'
import { courseExports } from './course-exports.ts'
import { noDifferences } from './differences.ts'
import { createFaultPlace, patience, type FaultPlace } from './fault-place.ts'
import { leftoversOf, nothingLeft } from './leftovers.ts'
import { startWatchedWorker, type WatchedWorker } from './watched-worker.ts'

const hourSeconds = 3600
const door = ['--import', join(import.meta.dirname, 'set-back-clock.ts')]
const programs = join(import.meta.dirname, '../../worker')

let place: FaultPlace
let worker: WatchedWorker
let beat: SiteProcess | undefined
afterEach(async () => {
  await worker.kill()
  if (beat) expect(await endProcess(beat)).toEqual([])
  await place.close()
})

/** This minute is the next slot of each task. */
const makeDue = () =>
  place.pool.query(
    "UPDATE scheduled_tasks SET next_run_at = DATE_FORMAT(UTC_TIMESTAMP(), '%Y-%m-%d %H:%i:00')",
  )
const startWorker = (hoursBehind: number) =>
  startWatchedWorker(
    place.env({ IMPORT_LEASE_SECONDS: '1', CLOOP_HOURS_BEHIND: String(hoursBehind) }),
    [...door, join(programs, 'main.ts')],
  )

test('a clock set back by an hour stops neither scans nor recovery', patience, async () => {
  const exports = courseExports({ seed: 7, courses: 2, count: 8 })
  place = await createFaultPlace({ courses: 2, exports })
  beat = startProcess(
    { name: 'beat', command: process.execPath, args: [...door, join(programs, 'beat.ts')] },
    place.env(),
  )
  worker = await startWorker(0)
  worker.letWork()
  await place.drop()
  await until(place.isDone)
  await makeDue()
  await until(async () => {
    const sql = "SELECT 1 FROM task_runs WHERE state = 'succeeded' AND slot_at LIKE '%:00.000000'"
    return (await rowsOf(place.pool, sql)).length === 6
  })

  // A worker dies in the middle of an import, and both clocks go back: the processes' and the database's.
  const isStoring = Promise.withResolvers<void>()
  worker.setTrap(({ after }) => {
    if (!after.includes('committing')) return undefined
    isStoring.resolve()
    return new Promise(() => {})
  })
  await place.drop()
  await isStoring.promise
  await worker.kill()
  await place.pass(-hourSeconds)
  beat.child.kill('SIGUSR2')
  worker = await startWorker(1)
  worker.letWork()
  while (await place.drop());

  // The next slots lie an hour ahead; beat sees that they cannot be right.
  await until(async () => {
    const sql = `SELECT 1 FROM scheduled_tasks
                  WHERE cron = '* * * * *' AND next_run_at < UTC_TIMESTAMP() - INTERVAL 50 MINUTE`
    return (await rowsOf(place.pool, sql)).length === 4
  })
  // Slots come again that have had their run an hour ago, and others after it.
  await place.pool.query(
    `INSERT INTO task_runs (task_name, slot_at, state)
     SELECT name, next_run_at - INTERVAL 1 MINUTE, 'succeeded' FROM scheduled_tasks
      WHERE cron = '* * * * *'`,
  )
  await until(async () => {
    await place.pool.query(
      `UPDATE scheduled_tasks SET next_run_at = next_run_at - INTERVAL 1 MINUTE
        WHERE next_run_at > UTC_TIMESTAMP() - INTERVAL 1 HOUR AND cron = '* * * * *'`,
    )
    return place.isDone()
  })
  expect(await worker.end()).toBe(0)
  expect(await leftoversOf(place)).toEqual(nothingLeft)
  expect(await place.compare()).toEqual(noDifferences)
})
