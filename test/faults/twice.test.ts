import { join } from 'node:path'
import type { RowDataPacket } from 'mysql2/promise'
import { afterEach, expect, test } from 'vitest'
import { rowsOf, until } from '../worker/support.ts'
import {
  endProcess,
  startProcess,
  untilStarted,
  type SiteProcess,
} from '../support/site-process.ts'
import { courseExports } from './course-exports.ts'
import { noDifferences } from './differences.ts'
import { createFaultPlace, patience, type FaultPlace } from './fault-place.ts'
import { leftoversOf, nothingLeft } from './leftovers.ts'

let place: FaultPlace
const started: SiteProcess[] = []
afterEach(async () => {
  expect((await Promise.all(started.splice(0).map(endProcess))).flat()).toEqual([])
  await place.close()
})

async function start(kind: 'main' | 'beat') {
  const program = join(import.meta.dirname, `../../worker/${kind}.ts`)
  const one = startProcess({ name: kind, command: process.execPath, args: [program] }, place.env())
  started.push(one)
  await untilStarted(one)
  return one
}

const create = async (count: number) => {
  const exports = courseExports({ seed: 3, courses: 3, count })
  place = await createFaultPlace({ courses: 3, exports })
}

async function expectAllOnce() {
  expect(new Set(await place.attempts())).toEqual(new Set([1]))
  expect(await leftoversOf(place)).toEqual(nothingLeft)
  expect(await place.compare()).toEqual(noDifferences)
}

const leads = async () => {
  const sql = "SELECT IS_USED_LOCK(CONCAT('cloop-beat-', MD5(DATABASE()))) AS leader"
  return (await rowsOf<{ leader: number | null }>(place.pool, sql))[0]!.leader
}

const slot = "DATE_FORMAT(UTC_TIMESTAMP(), '%Y-%m-%d %H:%i:00')"

/** Numbers of the runs of tasks that workers say they have done. */
const runsDone = (workers: SiteProcess[]) =>
  workers.flatMap(({ output }) =>
    [...output().matchAll(/"runId":(\d+),"state":"succeeded".*"msg":"task"/g)].map(([, id]) => id),
  )

test(
  'two workers and two beats do everything once, also when the beat that leads dies',
  patience,
  async () => {
    await create(12)
    const leader = await start('beat')
    await until(leads)
    await start('beat')
    const workers = await Promise.all([start('main'), start('main')])
    for (let count = 0; count < 6; count += 1) await place.drop()
    await until(async () => (await place.attempts()).length === 6)
    const before = await leads()
    started.splice(started.indexOf(leader), 1)
    leader.child.kill('SIGKILL')
    while (await place.drop());
    await until(place.isDone)
    expect(await until(leads)).not.toBe(before)

    await place.pool.query('DELETE FROM task_runs')
    await place.pool.query(`UPDATE scheduled_tasks SET next_run_at = ${slot}`)
    await until(async () => {
      const sql = "SELECT task_name FROM task_runs WHERE state = 'succeeded'"
      return (await rowsOf(place.pool, sql)).length >= 6
    })
    const done = runsDone(workers)
    expect(done.length).toBeGreaterThanOrEqual(6)
    expect(new Set(done).size).toBe(done.length)
    await expectAllOnce()
  },
)

test('a message that comes ten times is one import', patience, async () => {
  await create(9)
  const [worker] = await Promise.all([start('main'), start('main')])
  while (await place.drop());
  const tenTimes = async (ids: number[]) => {
    for (const importId of ids.flatMap((id) => Array.from({ length: 10 }, () => id))) {
      await place.broker.publish({ job: 'import-course', importId })
    }
  }
  const seen = new Set<number>()
  await until(async () => {
    await place.beat()
    const fresh = (await place.waitingImports()).map(({ id }) => id).filter((id) => !seen.has(id))
    for (const id of fresh) seen.add(id)
    await tenTimes(fresh)
    return place.isDone()
  })
  expect(seen.size).toBeGreaterThan(0)
  const [ids] = await place.pool.query<(RowDataPacket & { id: number })[]>('SELECT id FROM imports')
  await tenTimes(ids.map(({ id }) => id))
  await place.untilDone(worker)
  await expectAllOnce()
})
