import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import mysql from 'mysql2/promise'
import { undoImport } from '#import/undo-import.ts'
import { openDataDirectory } from '#deploy/data-directory.ts'
import { startMariadb } from '#deploy/mariadb.ts'
import { createSupervisor } from '#deploy/supervisor.ts'
import { findProgram } from '#deploy/system-programs.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import {
  createCourse,
  importSettings,
  importTables,
  rowsOf,
  runImport,
  type TestExport,
} from '../support/import-run.ts'

/** The suite's server, which allows `LOAD DATA LOCAL`, and one of this file's own, which does not. */
let usual: TestDatabase
let strict: TestDatabase
const ending: (() => unknown)[] = []

/** Servers of one's own may stand on another machine. */
const canStartOne = findProgram('mariadbd') !== undefined

beforeAll(async () => {
  if (!canStartOne) return
  usual = await createTestDatabase()
  ending.push(() => usual.drop())
  const path = await mkdtemp(join(tmpdir(), 'cloop-strict-'))
  const data = openDataDirectory(path)
  const supervisor = createSupervisor(data)
  ending.push(
    () => rm(path, { recursive: true }),
    data.close,
    () => supervisor.stopAll(),
  )
  const settings = await startMariadb(data, supervisor, { durable: false })
  const root = await mysql.createConnection({
    ...{ user: 'root', socketPath: join(path, 'mariadb', 'mariadb.sock') },
  })
  await root.query('SET GLOBAL local_infile = 0')
  await root.end()
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value)
  strict = await createTestDatabase()
  vi.unstubAllEnvs()
  ending.push(() => strict.drop())
}, 120_000)
afterAll(async () => {
  for (const end of ending.reverse()) await end()
})

const users = Array.from({ length: 40 }, (_, n) => `u${n}|u${n}|First ${n}|Last|e${n}@e`)
const pages = Array.from({ length: 30 }, (_, n) => `p${n}||Page ${n}|resource/x-bb-document`)
const time = (n: number) => new Date(Date.UTC(2026, 1, 23) + n * 61_000).toISOString()
const exportOf = (from: number, to: number): TestExport => ({
  'all_user.txt': users,
  'all_resources.txt': [...pages, 'quiz||Quiz|resource/x-bb-asmt-test-link'],
  'forums.txt': [`f|u${from}|Talk|Hello|${time(from)}`],
  'assessments.txt': [`u1|quiz|7.5|${time(from)}`, `u1|quiz||${time(to)}`],
  'activity.txt': Array.from({ length: to - from }, (_, index) => {
    const n = from + index
    return `u${n % 40}|p${n % 30}||${time(n)}`
  }),
})

async function stages({ pool }: TestDatabase) {
  const courseId = await createCourse(pool, {
    ...{ startDate: '2026-02-23', weeks: 2, timeZone: 'Europe/Berlin' },
  })
  const seen: object[] = []
  const note = async (receipt?: object) =>
    seen.push({ receipt, rows: await rowsOf(pool, importTables, courseId) })
  const ids: number[] = []
  for (const given of [exportOf(0, 6000), exportOf(4000, 9000), exportOf(4000, 9000)]) {
    const { importId, receipt } = await runImport(pool, courseId, given)
    ids.push(importId)
    await note({ ...receipt, seconds: 0 })
  }
  for (const importId of ids.reverse()) {
    await undoImport(pool, importId, importSettings)
    await note()
  }
  return seen
}

test.skipIf(!canStartOne)(
  'a server that forbids LOAD DATA LOCAL gets the same rows and figures, only more slowly',
  async () => {
    const allowed = await strict.pool.query('SELECT @@GLOBAL.local_infile AS allowed')
    expect(allowed[0]).toEqual([{ allowed: 0 }])
    expect(await stages(strict)).toEqual(await stages(usual))
  },
  120_000,
)
