import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { importFile } from '#cli/import-file.ts'
import { waitForImport } from '#cli/wait-for-import.ts'
import { dbOf } from '#drizzle/db.ts'
import type { Receipt } from '#shared/import.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createDirectories, insertCourse, insertServer, rowsOf } from '../worker/support.ts'
import { callCloop, settingsFor } from './run-cloop.ts'

let database: TestDatabase
let place: Awaited<ReturnType<typeof createDirectories>>
let courseId: number
let zip: string

beforeAll(async () => {
  database = await createTestDatabase()
  place = await createDirectories()
  const serverId = await insertServer(database.pool, 'one')
  courseId = await insertCourse(database.pool, { serverId, code: 'ABC10' })
  await insertCourse(database.pool, { serverId, code: 'TWICE' })
  const other = await insertServer(database.pool, 'two')
  await insertCourse(database.pool, { serverId: other, code: 'TWICE' })
  zip = join(place.root, 'export of may.zip')
  await writeFile(zip, 'some bytes')
})
beforeEach(() => database.pool.query('DELETE FROM imports'))
afterAll(async () => {
  await place.remove()
  await database.drop()
})

const copy = () =>
  importFile({ pool: database.pool, directories: place.directories, courseId, path: zip })

const cloop = (...words: string[]) => callCloop(['import', ...words], settingsFor(database))

test('a file is copied under the id of its import, which a worker may take', async () => {
  const id = await copy()
  expect(await readFile(join(place.directories.processing, `${id}.zip`), 'utf8')).toBe('some bytes')
  expect(await readFile(zip, 'utf8')).toBe('some bytes')
  const [row] = await rowsOf<Record<string, unknown>>(database.pool, 'SELECT * FROM imports')
  expect(row).toMatchObject({
    id,
    course_id: courseId,
    file_name: 'export of may.zip',
    source_path: null,
    size_bytes: 10,
    sha256: createHash('sha256').update('some bytes').digest('hex'),
    brought_by: 'command line',
    state: 'queued',
  })
  expect(row!.claimed_at).not.toBeNull()
})

test('a file that cannot be copied makes no import and leaves nothing behind', async () => {
  const missing = join(place.root, 'missing.zip')
  const { code, errors } = await callCloop(['import', '--file', missing, '--course', 'ABC10'], {
    ...settingsFor(database),
    DATA_PROCESSING_DIR: join(place.root, 'elsewhere'),
  })
  expect(code).toBe(1)
  expect(errors).toBe(`cloop: ${missing} cannot be copied (ENOENT)\n`)
  expect(await readdir(join(place.root, 'elsewhere'))).toEqual([])
  expect(await rowsOf(database.pool, 'SELECT id FROM imports')).toEqual([])
})

test('a zip that bears the name of the new import is put aside, not overwritten', async () => {
  const id = await copy()
  const { processing } = place.directories
  await writeFile(join(processing, `${id + 1}.zip`), 'of a former life')
  expect(await copy()).toBe(id + 1)
  const names = await readdir(processing)
  const aside = names.find((name) => name.startsWith(`${id + 1}.zip.stray-`)) ?? ''
  expect(await readFile(join(processing, aside), 'utf8')).toBe('of a former life')
  expect(await readFile(join(processing, `${id + 1}.zip`), 'utf8')).toBe('some bytes')
})

test('a course that is not there, or is there twice, is named', async () => {
  expect((await cloop('--file', zip, '--course', 'XYZ')).errors).toMatch(/no course XYZ/)
  expect((await cloop('--file', zip, '--course', 'TWICE')).errors).toMatch(/say --server/)
  expect((await cloop('--file', zip, '--course', 'TWICE', '--server', '99')).errors).toMatch(
    /no course TWICE on LMS server 99/,
  )
  expect((await cloop('--course', 'ABC10')).errors).toMatch(/--file is missing/)
})

const receipt: Receipt = {
  files: {
    'all_user.txt': { read: 3, stored: 3, alreadyKnown: 0, skipped: {} },
    'all_resources.txt': { read: 2, stored: 2, alreadyKnown: 0, skipped: {} },
    'forums.txt': { read: 0, stored: 0, alreadyKnown: 0, skipped: {} },
    'assessments.txt': { read: 0, stored: 0, alreadyKnown: 0, skipped: {} },
    'activity.txt': { read: 1500, stored: 1490, alreadyKnown: 5, skipped: { unknown_user: 5 } },
  },
  people: { new: 3, changed: 0 },
  resources: { new: 2, changed: 0, gone: 0, back: 0 },
  forums: { new: 0 },
  sessions: { before: 0, after: 120 },
  span: { from: '2017-10-02T00:00:00Z', to: '2017-10-09T00:00:00Z' },
  lastActivity: { before: null, after: '2017-10-09T00:00:00Z' },
  notices: [{ code: 'extra_columns', text: 'A column is not used.' }],
  seconds: 1.25,
}

test('who waits for an import sees its receipt at the end', async () => {
  const id = await copy()
  const waited = waitForImport(dbOf(database.pool), id)
  await database.pool.query(
    "UPDATE imports SET state = 'running', phase = 'visits', progress_rows = 5, progress_of = 10",
  )
  await database.pool.query("UPDATE imports SET state = 'succeeded', receipt = ?", [
    JSON.stringify(receipt),
  ])
  const lines = (await waited).split('\n')
  expect(lines).toContain(
    'activity.txt: 1,500 read, 1,490 stored, 5 known, skipped: 5 unknown_user',
  )
  expect(lines).toContain('note: A column is not used.')
})

test('who waits for an import that fails hears why', async () => {
  const id = await copy()
  await database.pool.query(
    "UPDATE imports SET state = 'failed', failure_code = 'not_a_zip', failure_text = 'It is a text.'",
  )
  await expect(waitForImport(dbOf(database.pool), id)).rejects.toThrow(
    `import ${id} failed (not_a_zip): It is a text.`,
  )
})
