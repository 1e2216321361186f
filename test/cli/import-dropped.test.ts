import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { consumeJobs } from '#worker/consume-jobs.ts'
import { createImporter } from '#worker/handle-import-course.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { exportZip } from '../support/import-run.ts'
import { brokerSettings, directorySettings } from '../support/process-settings.ts'
import { createTestBroker } from '../worker/broker-support.ts'
import { smallExport } from '../worker/import-place.ts'
import {
  createContext,
  createDirectories,
  insertCourse,
  insertServer,
  rowsOf,
} from '../worker/support.ts'
import { callCloop, settingsFor } from './run-cloop.ts'

const testBroker = createTestBroker()
let database: TestDatabase
let place: Awaited<ReturnType<typeof createDirectories>>
let serverId: number
const courses: Record<string, number> = {}

beforeAll(async () => {
  database = await createTestDatabase()
  place = await createDirectories()
  serverId = await insertServer(database.pool, 'one')
  const other = await insertServer(database.pool, 'two')
  for (const code of ['ABC10', 'DEF20', 'TWICE']) {
    courses[code] = await insertCourse(database.pool, { serverId, code })
  }
  await insertCourse(database.pool, { serverId: other, code: 'TWICE' })
  const broker = await testBroker.open()
  const context = { ...createContext(database.pool, place.directories), broker }
  const importer = createImporter(context)
  consumeJobs(broker, context, { importer, importSlots: 2, mailer: undefined })
  await broker.ready()
})
afterAll(async () => {
  await testBroker.close()
  await place.remove()
  await database.drop()
})
beforeEach(async () => {
  await database.pool.query('DELETE FROM imports')
})
afterEach(async () => {
  for (const name of await readdir(place.drop))
    await rm(join(place.drop, name), { recursive: true })
})

const cloop = (words: string[], more: Record<string, string> = {}) =>
  callCloop(['import', ...words], {
    ...settingsFor(database),
    ...brokerSettings(testBroker),
    ...directorySettings(place),
    IMPORT_SETTLE_SECONDS: '0.05',
    ...more,
  })
const drop = (name: string, content: Buffer | string = exportZip(smallExport)) =>
  writeFile(join(place.drop, name.replace('SERVER', String(serverId))), content)
const imports = () =>
  rowsOf<{ courseId: number; state: string }>(
    database.pool,
    'SELECT course_id AS courseId, state FROM imports ORDER BY course_id',
  )

test('the exports of the courses that are named are taken and imported, others left to the workers', async () => {
  await drop('SERVER_ABC10_1.zip')
  await drop('SERVER_DEF20.zip')
  await drop('SERVER_TWICE.zip')
  await drop('stranger.zip')
  const { code, output, errors } = await cloop(['ABC10', 'DEF20', '--wait'])
  expect([code, errors]).toEqual([0, ''])
  expect(output).toMatch(/^looking into .*\nimport \d+ of \w+ waits: \d+_(ABC10_1|DEF20).zip\n/)
  expect(output.match(/^activity.txt: 3 read, \d stored, \d known$/gm)).toHaveLength(2)
  expect(await imports()).toEqual([
    { courseId: courses.ABC10, state: 'succeeded' },
    { courseId: courses.DEF20, state: 'succeeded' },
  ])
  expect((await readdir(place.drop)).sort()).toEqual([`${serverId}_TWICE.zip`, 'stranger.zip'])
})

test('--all takes what lies there, and moves what belongs to no course, as the scan does', async () => {
  expect(await cloop(['--all'])).toMatchObject({
    code: 0,
    output: `looking into ${place.drop}\nnothing there to import\n`,
  })
  await drop('SERVER_ABC10_1.zip')
  await drop('stranger.zip')
  const { code, output } = await cloop(['--all', '--wait'])
  expect(code).toBe(0)
  expect(output).toContain('moved to unrecognised/, with a reason: 1\n')
  expect(await imports()).toEqual([{ courseId: courses.ABC10, state: 'succeeded' }])
  expect(await readdir(place.drop)).toEqual(['unrecognised'])
})

test('who waits hears of every import that failed, and the command fails', async () => {
  await drop('SERVER_ABC10.zip', '<html>')
  await drop('SERVER_DEF20.zip')
  const { code, output, errors } = await cloop(['ABC10', 'DEF20', '--wait'])
  expect(code).toBe(1)
  expect(errors).toMatch(/^cloop: import \d+ failed \(not_a_zip\): .+\n$/)
  expect(output).toMatch(/^activity.txt: 3 read/m)
})

test('a course without an export is named, and those with one are imported', async () => {
  await drop('SERVER_ABC10.zip')
  await drop('SERVER_DEF20.zip', 'PK\x03\x04 half of it')
  const { code, output, errors } = await cloop(['ABC10', 'DEF20', '--wait'])
  expect(code).toBe(1)
  expect(output).toMatch(/import \d+ of ABC10 waits/)
  expect(errors).toBe(
    'still being written, and left for the workers: 1\ncloop: there is no export to import for DEF20\n',
  )
})

test('an export that a scan has taken already counts', async () => {
  await database.pool.query(
    `INSERT INTO imports (course_id, file_name, size_bytes, brought_by, state, created_at, claimed_at)
     VALUES (?, 'x.zip', 1, 'test', 'running', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
    [courses.ABC10],
  )
  const { code, output } = await cloop(['ABC10'])
  expect(code).toBe(0)
  expect(output).toMatch(/import \d+ of ABC10 runs: x.zip\n$/)
})

test('a directory that is missing is named, and the others are looked through', async () => {
  await drop('SERVER_ABC10.zip')
  const missing = join(place.root, 'missing')
  const { code, errors } = await cloop(['ABC10', '--wait'], {
    DATA_IMPORT_DIR: `${missing}:${place.drop}`,
  })
  expect([code, errors]).toEqual([0, `cannot look at ${missing} (it is missing)\n`])
})

test('without a broker the imports wait, and the command says so', async () => {
  await drop('SERVER_ABC10.zip')
  const { code, errors } = await cloop(['ABC10'], { RABBITMQ_PASSWORD: 'wrong' })
  expect(code).toBe(0)
  expect(errors).toContain('The imports wait until the workers look for them themselves.')
  expect(await imports()).toEqual([{ courseId: courses.ABC10, state: 'queued' }])
}, 30_000)

test.each([
  [[], 'say which courses, or --all, or --file and --course'],
  [['ABC10', '--all'], 'codes, --all and --file exclude one another'],
  [['--all', '--file', 'x.zip'], 'codes, --all and --file exclude one another'],
  [['--all', '--server', '1'], '--server goes with codes, or with --file'],
  [['--file', 'x.zip'], '--course is missing'],
  [['TWICE'], 'TWICE is a course of several LMS servers'],
])('%j is not understood, for a reason', async (words, why) => {
  const { code, output, errors } = await cloop(words)
  expect([code, output]).toEqual([2, ''])
  expect(errors).toContain(why)
})

test('a course that is not there takes nothing, also of the others', async () => {
  await drop('SERVER_ABC10.zip')
  const { code, errors } = await cloop(['ABC10', 'XYZ'])
  expect([code, errors]).toEqual([1, 'cloop: there is no course XYZ\n'])
  expect(await imports()).toEqual([])
})

test('nothing is taken where importing is switched off', async () => {
  await drop('SERVER_ABC10.zip')
  const { code, errors } = await cloop(['--all'], { DO_IMPORTING: 'off' })
  expect(code).toBe(1)
  expect(errors).toContain('DO_IMPORTING')
  expect(await readdir(place.drop)).toHaveLength(1)
})
