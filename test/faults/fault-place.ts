import { readdir, rename, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Pool } from 'mysql2/promise'
import { createTestBroker } from '../worker/broker-support.ts'
import { createDirectories, insertCourse, insertServer, rowsOf, until } from '../worker/support.ts'
import { createTestDatabase } from '../support/database.ts'
import { runImport } from '../support/import-run.ts'
import { brokerSettings, databaseSettings, directorySettings } from '../support/process-settings.ts'
import { randomCourse } from '../support/random-exports.ts'
import type { SiteProcess } from '../support/site-process.ts'
import type { CourseExport } from './course-exports.ts'
import { differences, type Differences } from './differences.ts'

interface Wanted {
  courses: number
  exports: CourseExport[]
  broker?: ReturnType<typeof createTestBroker>
}

/** A limit against hanging only: several processes start and end in each of these tests. */
export const patience = { timeout: 180_000 }

const firstDrop = Date.UTC(2026, 9, 1) / 1000

/**
 * Courses that get exports dropped while something goes wrong, and beside each a calm twin that gets the same
 * ones in order. Unless a test starts one, beat is this: time is in the test's hands.
 */
export async function createFaultPlace({ courses, exports, broker: given }: Wanted) {
  const database = await createTestDatabase()
  const place = await createDirectories()
  const testBroker = given ?? createTestBroker()
  const { pool } = database
  const codes = Array.from({ length: courses }, (_, index) => `C_${index}`)
  const serverId = await insertServer(pool, 'rough')
  const rough = await insertCourses(pool, serverId, codes)
  const calm = await insertCourses(pool, await insertServer(pool, 'calm'), codes)
  const broker = await testBroker.open({ onBroken: () => {} })
  await broker.ready()
  const imports = watchImports(pool, rough)
  const dropped: CourseExport[] = []

  /** The next export comes another way. */
  function takeNext() {
    const next = exports[dropped.length]
    if (next) dropped.push(next)
    return next
  }

  /** Drops the next export, as an exporter does it: under another name first. False when there is none. */
  async function drop() {
    const number = dropped.length
    const next = takeNext()
    if (!next) return false
    const path = join(place.drop, `${serverId}_${codes[next.course]}_${number}.zip`)
    await writeFile(`${path}.part`, next.zip)
    await utimes(`${path}.part`, firstDrop + number, firstDrop + number)
    await rename(`${path}.part`, path)
    return true
  }

  /** What beat does each minute, unless it is still waiting to be done. */
  async function beat() {
    if (!broker.isConnected() || (await broker.waiting()).task > 0) return
    await broker.publish({ job: 'scan-imports' })
    await broker.publish({ job: 'recover-imports' })
  }

  /** All that was dropped has become an import, and every import has ended and is put away. */
  async function isDone() {
    if ((await imports.ended()) < dropped.length) return false
    if ((await imports.waitingImports()).length > 0) return false
    return (await readdir(place.directories.processing)).length === 0
  }

  /** Beats until all is done, unless the worker ends before. What is to be tried again is so at once. */
  async function untilDone({ child, output }: SiteProcess) {
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`the worker ended by itself:\n${output()}`)
      await imports.endPauses()
      // While the broker is away a beat may fail: the next one makes up for it.
      await beat().catch(() => {})
      return isDone()
    })
  }

  /** What the courses hold in comparison with their twins, which get theirs now. */
  async function compare(): Promise<Differences> {
    for (const { course, zip, isBroken } of dropped) {
      if (!isBroken) await runImport(pool, calm[course]!, zip)
    }
    return differences(pool, rough, calm)
  }

  return {
    ...{ pool, place, testBroker, broker, serverId, rough },
    ...{ drop, takeNext, beat, isDone, untilDone, compare, ...imports },
    dropped: () => dropped,
    env: (changes: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
      PATH: process.env.PATH,
      ...databaseSettings(database.settings),
      ...brokerSettings(testBroker),
      ...directorySettings(place),
      ...usualSettings,
      ...changes,
    }),
    close: async () => {
      await testBroker.close()
      await database.drop()
      await place.remove()
    },
  }
}
export type FaultPlace = Awaited<ReturnType<typeof createFaultPlace>>

const usualSettings = {
  SECRET_KEY: 'k'.repeat(40),
  IMPORT_SETTLE_SECONDS: '0.03',
  IMPORT_LEASE_SECONDS: '20',
  IMPORT_MAX_ATTEMPTS: '100',
  DO_IMPORTING: 'on',
  EMAIL_HOST: '',
  // A program that is started again and again need not be compiled each time.
  NODE_COMPILE_CACHE: join(import.meta.dirname, '../../node_modules/.cache/cloop-compiled'),
}

async function insertCourses(pool: Pool, serverId: number, codes: string[]): Promise<number[]> {
  const ids: number[] = []
  for (const code of codes) ids.push(await insertCourse(pool, { serverId, code, ...randomCourse }))
  return ids
}

/** The imports of these courses. */
function watchImports(pool: Pool, courseIds: number[]) {
  const select = <Row>(columns: string, condition = 'TRUE') =>
    rowsOf<Row>(
      pool,
      `SELECT ${columns} FROM imports WHERE course_id IN (?) AND ${condition} ORDER BY id`,
      [courseIds],
    )
  return {
    ended: async () => (await select('id', "state IN ('succeeded', 'failed')")).length,
    waitingImports: () =>
      select<{ id: number; state: string; attempt: number }>(
        'id, state, attempt',
        "state IN ('queued', 'running')",
      ),
    /** How often each was begun. */
    attempts: async () =>
      (await select<{ attempt: number }>('attempt')).map(({ attempt }) => attempt),
    /** Leases, pauses and messages grow older. */
    pass: (seconds: number) =>
      pool.query(
        `UPDATE imports SET lease_until = lease_until - INTERVAL ? SECOND,
                published_at = published_at - INTERVAL ? SECOND WHERE course_id IN (?)`,
        [seconds, seconds, courseIds],
      ),
    endPauses: () =>
      pool.query(
        "UPDATE imports SET lease_until = NULL WHERE state = 'queued' AND course_id IN (?)",
        [courseIds],
      ),
  }
}
