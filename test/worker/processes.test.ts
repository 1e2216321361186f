import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { exportZip } from '../support/import-run.ts'
import { brokerSettings, databaseSettings, directorySettings } from '../support/process-settings.ts'
import { zipPath } from '#lib/files.ts'
import { createTestBroker } from './broker-support.ts'
import { largeExport } from './large-export.ts'
import {
  createDirectories,
  insertCourse,
  insertQueued,
  insertServer,
  rowsOf,
  until,
} from './support.ts'

const root = join(import.meta.dirname, '../..')
let database: TestDatabase
let serverId: number
let testBroker: ReturnType<typeof createTestBroker>
let place: Awaited<ReturnType<typeof createDirectories>>
const started: ChildProcess[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  serverId = await insertServer(database.pool, 'LMS')
})
afterAll(() => database.drop())
beforeEach(async () => {
  place = await createDirectories()
  testBroker = createTestBroker()
})
afterEach(async () => {
  for (const child of started.splice(0)) await end(child, 'SIGKILL')
  await testBroker.close()
  await place.remove()
  for (const table of ['imports', 'task_runs', 'scheduled_tasks']) {
    await database.pool.query(`DELETE FROM ${table}`)
  }
})

interface Started extends ChildProcess {
  output: string[]
}

function start(kind: 'main' | 'beat', changes: Record<string, string | undefined> = {}): Started {
  const child = Object.assign(
    spawn(process.execPath, [join(root, 'worker', `${kind}.ts`)], {
      cwd: place.root,
      env: { PATH: process.env.PATH, ...environment(), ...changes },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
    { output: [] as string[] },
  )
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => child.output.push(text))
  }
  started.push(child)
  return child
}

function environment() {
  return {
    SECRET_KEY: 'k'.repeat(40),
    ...databaseSettings(database.settings),
    ...brokerSettings(testBroker),
    ...directorySettings(place),
    IMPORT_SETTLE_SECONDS: '0.1',
    IMPORT_LEASE_SECONDS: '1',
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(signal)
    await once(child, 'exit')
  }
  return child.exitCode
}

const stateOf = async (importId: number) => {
  const [row] = await rowsOf<{ state: string; attempt: number; rows: number }>(
    database.pool,
    'SELECT state, attempt, progress_rows AS `rows` FROM imports WHERE id = ?',
    [importId],
  )
  return row!
}
const queue = async (courseId: number, content: Buffer) => {
  const id = await insertQueued(database.pool, courseId)
  await writeFile(zipPath(place.directories, id), content)
  return id
}

describe('beat and worker', () => {
  test('bring a dropped export into its course by themselves, and end when they are told to', async () => {
    const courseId = await insertCourse(database.pool, { serverId, code: 'DROP' })
    const processes = [start('beat'), start('main')]
    const name = `${serverId}_DROP_1506816000.zip`
    await writeFile(
      join(place.drop, `${name}.part`),
      exportZip({ 'all_user.txt': ['1|ann|Ann|Lee|a@example.edu'] }),
    )
    await rename(join(place.drop, `${name}.part`), join(place.drop, name))
    await until(async () => {
      const [row] = await rowsOf<{ state: string }>(database.pool, 'SELECT state FROM imports')
      return row?.state === 'succeeded'
    })
    expect(
      await rowsOf(database.pool, 'SELECT user_key AS userKey FROM lms_users WHERE course_id = ?', [
        courseId,
      ]),
    ).toEqual([{ userKey: '1' }])
    await until(async () => (await readdir(place.directories.archive)).length === 1)
    await until(async () => {
      const sql = "SELECT 1 FROM task_runs WHERE task_name = 'scan-imports' AND state = 'succeeded'"
      return (await rowsOf(database.pool, sql)).length > 0
    })
    const pulses = await rowsOf(database.pool, 'SELECT kind FROM heartbeats ORDER BY kind')
    expect(pulses).toEqual([{ kind: 'worker' }, { kind: 'beat' }])
    expect(await Promise.all(processes.map((child) => end(child, 'SIGTERM')))).toEqual([0, 0])
    expect(await rowsOf(database.pool, 'SELECT kind FROM heartbeats')).toEqual([])
  })

  test.each(['main', 'beat'] as const)('%s says plainly which settings are wrong', async (kind) => {
    const child = start(kind, { DB_PORT: 'many', SECRET_KEY: 'short' })
    await once(child, 'close')
    expect(child.exitCode).toBe(1)
    const output = child.output.join('')
    expect(output).toContain('DB_PORT')
    expect(output).toContain('SECRET_KEY')
    expect(output).not.toContain('    at ')
  })

  test('without importing leave the dropped files and the imports that wait alone', async () => {
    const courseId = await insertCourse(database.pool, { serverId, code: 'OFF' })
    await writeFile(join(place.drop, `${serverId}_OFF_1.zip`), exportZip({}))
    const importId = await queue(courseId, exportZip({}))
    start('main', { DO_IMPORTING: 'off' })
    const broker = await testBroker.open()
    await broker.ready()
    await broker.publish({ job: 'scan-imports' })
    await broker.publish({ job: 'import-course', importId })
    await testBroker.withChannel((channel) =>
      until(async () => {
        const queues = ['task', 'import'].map((name) => `${testBroker.prefix}.${name}`)
        const states = await Promise.all(queues.map((name) => channel.checkQueue(name)))
        return states.every(
          ({ consumerCount, messageCount }) => consumerCount > 0 && messageCount === 0,
        )
      }),
    )
    expect(await stateOf(importId)).toMatchObject({ state: 'queued', attempt: 0 })
    expect(await readdir(place.drop)).toHaveLength(1)
  })
})

test('a worker that is told to end finishes its import first', async () => {
  const courseId = await insertCourse(database.pool, { serverId, code: 'TERM' })
  const broker = await testBroker.open()
  await broker.ready()
  const importId = await queue(courseId, exportZip(largeExport()))
  const worker = start('main')
  await broker.publish({ job: 'import-course', importId })
  await until(async () => (await stateOf(importId)).state === 'running')
  expect(await end(worker, 'SIGTERM')).toBe(0)
  expect(await stateOf(importId)).toMatchObject({ state: 'succeeded', attempt: 1 })
  expect(await readdir(place.directories.archive)).toEqual([`${importId}.zip`])
  expect((await broker.waiting()).import).toBe(0)
})
