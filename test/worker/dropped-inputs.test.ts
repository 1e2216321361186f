import { link, open, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Receipt } from '#shared/import.ts'
import { createImporter } from '#worker/handle-import-course.ts'
import { scanImports } from '#worker/scan-imports.ts'
import { takeDropped, type Clock } from '#worker/take-dropped.ts'
import { exportZip } from '../support/import-run.ts'
import { clockWith, useDropPlace } from './drop-place.ts'
import { smallExport } from './import-place.ts'
import { insertCourse, insertServer, rowsOf } from './support.ts'

/** Lines of the table of broken exports, by their ids, that end with an import. */
const world = useDropPlace()
afterEach(async () => {
  for (const table of ['visits', 'resources', 'lms_users']) {
    await world.pool.query(`DELETE FROM ${table}`)
  }
})

const bio = (rest = '') => `${world.serverId}_BIO${rest}.zip`
const zip = exportZip(smallExport)
const late: Clock = { now: () => Date.now() + 601_000, wait: () => Promise.resolve() }

/** Runs what waits, one after the other; how each import ended. */
async function importAll() {
  const importer = createImporter(world.context())
  for (const { id } of await world.rows()) await importer.handle(id)
  const rows = await rowsOf<{ state: string; code: string | null; receipt: string | null }>(
    world.pool,
    'SELECT state, failure_code AS code, receipt FROM imports ORDER BY id',
  )
  return rows.map(({ receipt, ...row }) => ({
    ...row,
    receipt: receipt === null ? null : (JSON.parse(receipt) as Receipt),
  }))
}

test('D03 an export that was allocated in full is taken when it is written, and imported', async () => {
  const path = await world.drop(bio(), Buffer.alloc(zip.length))
  expect(await scanImports(world.context(), clockWith())).toBe('1 not whole yet')
  const file = await open(path, 'r+')
  await file.write(zip.subarray(0, 100))
  expect(await scanImports(world.context(), clockWith())).toBe('1 not whole yet')
  await file.write(zip, 0, zip.length, 0)
  await file.close()
  expect(await scanImports(world.context(), clockWith())).toBe('1 claimed')
  expect(await importAll()).toMatchObject([{ state: 'succeeded' }])
})

test.each([
  ['D04 a file that stays empty', '', 'not_a_zip'],
  ['Z03 half a zip', zip.subarray(0, zip.length / 2), 'truncated_zip'],
])('%s waits for the time-out, then fails with a code', async (_, content, code) => {
  await world.drop(bio(), content)
  expect(await scanImports(world.context(), clockWith())).toBe('1 not whole yet')
  expect(await scanImports(world.context(), late)).toBe('1 claimed')
  expect(await importAll()).toMatchObject([{ state: 'failed', code }])
})

test('D05 who writes under the name of a file that is imported brings another import', async () => {
  await world.drop(bio(), zip)
  await scanImports(world.context(), clockWith())
  await world.drop(bio(), '<html>')
  expect(await importAll()).toMatchObject([{ state: 'succeeded' }])
  await scanImports(world.context(), clockWith())
  expect(await importAll()).toMatchObject([
    { state: 'succeeded' },
    { state: 'failed', code: 'not_a_zip' },
  ])
})

test.each([
  ['before the copy', false],
  ['between the copy and the removal', true],
])(
  'D07 a crash on the way to another file system, %s, is made up for: one import',
  async (_, isCopied) => {
    const path = await world.drop(bio(), zip)
    await scanImports(world.context(), clockWith())
    const [row] = await world.rows()
    const target = join(world.place.directories.processing, `${row!.id}.zip`)
    // As it was before the row said that the file is there.
    await world.pool.query('UPDATE imports SET claimed_at = NULL, sha256 = NULL')
    await writeFile(join(dirname(path), `.cloop-${row!.id}.zip`), zip)
    if (!isCopied) await rm(target)
    expect(await scanImports(world.context(), clockWith())).toBe('1 left alone')
    expect(await world.rows()).toMatchObject([{ id: row!.id, claimedAt: expect.any(Date) }])
    expect(await readdir(world.place.drop)).toEqual([])
    expect(await readFile(target)).toEqual(zip)
    expect(await importAll()).toMatchObject([{ state: 'succeeded' }])
  },
)

test('D11 a file that cannot be taken is tried again by each scan, and holds up no other', async () => {
  // A disk that is not mounted.
  const processing = world.place.directories.processing
  await world.drop(bio('_1'), zip)
  await rename(processing, `${processing}.away`)
  const tried = await takeDropped(world.context(), { clock: clockWith() })
  expect([tried.claimed, Object.fromEntries(tried.tally)]).toEqual([[], { 'in trouble': 1 }])
  await rename(`${processing}.away`, processing)
  expect(await scanImports(world.context(), clockWith())).toBe('1 claimed')
})

test('D12 a great many files at once are taken by one scan, each once', async () => {
  // CLOOP_TEST_FILES=30000 for as many as the table says.
  const count = Number(process.env.CLOOP_TEST_FILES ?? 300)
  const first = await world.drop(bio('_0'))
  for (let index = 1; index < count; index += 1) {
    await link(first, join(world.place.drop, bio(`_${index}`)))
  }
  expect(await scanImports(world.context(), clockWith())).toBe(`${count} claimed`)
  expect(await world.zips()).toHaveLength(count)
}, 600_000)

test('D13 a clock that is set back keeps no file from being taken', async () => {
  await world.drop(bio(), zip)
  let nowMs = Date.now()
  const back: Clock = { now: () => (nowMs -= 3_600_000), wait: () => Promise.resolve() }
  expect(await scanImports(world.context(), back)).toBe('1 claimed')
})

test('D14 the same bytes under two names are stored once, and the second import says so', async () => {
  const path = await world.drop(bio('_1'), zip)
  await link(path, join(world.place.drop, bio('_2')))
  await scanImports(world.context(), clockWith())
  const [first, second] = await importAll()
  expect(first!.receipt!.notices).toEqual([])
  expect(second!.receipt!.files['activity.txt']).toMatchObject({ stored: 0, alreadyKnown: 3 })
  expect(second!.receipt!.notices.map(({ code }) => code)).toEqual(['same_export'])
  const [row] = await world.rows()
  expect(second!.receipt!.notices[0]!.text).toContain(`that of import ${row!.id}`)
})

test('M20 the same code on two servers means two courses', async () => {
  const other = await insertServer(world.pool, 'other')
  const courseId = await insertCourse(world.pool, { serverId: other, code: 'BIO' })
  await world.drop(bio(), zip)
  await world.drop(`${other}_BIO.zip`, zip)
  expect(await scanImports(world.context(), clockWith())).toBe('2 claimed')
  expect((await importAll()).map(({ state }) => state)).toEqual(['succeeded', 'succeeded'])
  const visits = await rowsOf<{ courseId: number; visits: number }>(
    world.pool,
    'SELECT course_id AS courseId, COUNT(*) AS visits FROM visits GROUP BY course_id ORDER BY 1',
  )
  expect(visits).toEqual([
    { courseId: world.courseId, visits: 3 },
    { courseId, visits: 3 },
  ])
})
