import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { withCourseLock } from '#import/load/course-lock.ts'
import { prepareFiles, putAwayFiles } from '#worker/import-files.ts'
import { takeLease } from '#worker/leases.ts'
import { recoverImports } from '#worker/recover-imports.ts'
import {
  createContext,
  createDirectories,
  insertCourse,
  insertQueued,
  insertServer,
  rowsOf,
} from './support.ts'

let database: TestDatabase
let courseId: number
let otherCourseId: number
let place: Awaited<ReturnType<typeof createDirectories>>

beforeAll(async () => {
  database = await createTestDatabase()
  const serverId = await insertServer(database.pool, 'LMS')
  courseId = await insertCourse(database.pool, { serverId, code: 'BIO' })
  otherCourseId = await insertCourse(database.pool, { serverId, code: 'CHEM' })
})
afterAll(() => database.drop())
beforeEach(async () => {
  place = await createDirectories()
})
afterEach(async () => {
  await place.remove()
  await database.pool.query('DELETE FROM imports')
})

const context = () => createContext(database.pool, place.directories)
const queue = (changes = {}, course = courseId) => insertQueued(database.pool, course, changes)
const published = async (importId: number, ago: string) =>
  database.pool.query(
    `UPDATE imports SET published_at = UTC_TIMESTAMP(6) - INTERVAL ${ago} WHERE id = ?`,
    [importId],
  )
const message = (importId: number) => ({ job: 'import-course', importId })

describe('a message that was lost', () => {
  test('is published again for the first import of each course, if it was published a while ago', async () => {
    const [first, second, third] = [await queue(), await queue(), await queue({}, otherCourseId)]
    await published(first, '2 MINUTE')
    await published(third, '5 SECOND')
    const worker = context()
    expect(await recoverImports(worker)).toBe('1 published')
    expect(worker.published).toEqual([message(first)])
    await database.pool.query("UPDATE imports SET state = 'succeeded' WHERE id = ?", [first])
    await recoverImports(worker)
    expect(worker.published).toEqual([message(first), message(second)])
  })

  test('is not doubted so soon while others wait in the queue', async () => {
    const id = await queue()
    await published(id, '2 MINUTE')
    const worker = context()
    worker.broker.waiting = () => Promise.resolve({ import: 3, mail: 0, task: 0, dead: 0 })
    await recoverImports(worker)
    expect(worker.published).toEqual([])
    await published(id, '31 MINUTE')
    await recoverImports(worker)
    expect(worker.published).toEqual([message(id)])
  })

  test('is not published while an import of the course runs, nor before a pause is over', async () => {
    await queue({ state: 'running', attempt: 1, worker: 'one' })
    await database.pool.query(
      'UPDATE imports SET lease_until = UTC_TIMESTAMP(6) + INTERVAL 1 MINUTE',
    )
    await queue()
    const paused = await queue({}, otherCourseId)
    await database.pool.query(
      'UPDATE imports SET lease_until = UTC_TIMESTAMP(6) + INTERVAL 1 MINUTE WHERE id = ?',
      [paused],
    )
    const worker = context()
    expect(await recoverImports(worker)).toBe('')
    expect(worker.published).toEqual([])
  })
})

describe('a change of a course that nobody was told of', () => {
  const job = () => ({ job: 'rebuild-figures', courseId })
  const askedAgo = (minutes: number, column = 'figures_stale_since') =>
    database.pool.query(
      'UPDATE course_offerings SET ?? = UTC_TIMESTAMP(6) - INTERVAL ? MINUTE WHERE id = ?',
      [column, minutes, courseId],
    )
  afterEach(() =>
    database.pool.query(
      'UPDATE course_offerings SET figures_stale_since = NULL, recount_since = NULL',
    ),
  )

  test('of whom it counts is published again, and not each minute', async () => {
    await askedAgo(2, 'recount_since')
    const worker = context()
    expect(await recoverImports(worker)).toBe('1 changes of courses')
    expect(await recoverImports(worker)).toBe('')
    expect(worker.published).toEqual([{ job: 'recount-course', courseId }])
  })

  test('is published again, also where importing is switched off, and not each minute', async () => {
    await askedAgo(2)
    const worker = createContext(database.pool, place.directories, { enabled: false })
    expect(await recoverImports(worker)).toBe('importing is switched off, 1 changes of courses')
    expect(await recoverImports(worker)).toBe('importing is switched off')
    expect(worker.published).toEqual([job()])
  })

  test('is not doubted while an import or another change is at the course', async () => {
    await askedAgo(40)
    const running = await queue({ state: 'running', attempt: 1, worker: 'one' })
    const worker = context()
    await recoverImports(worker)
    await database.pool.query("UPDATE imports SET state = 'succeeded' WHERE id = ?", [running])
    const held = () => recoverImports(worker)
    await withCourseLock(database.pool, courseId, held)
    expect(worker.published).toEqual([])
    await recoverImports(worker)
    expect(worker.published).toEqual([job()])
  })
})

test('files of an import that waits again are not put away', async () => {
  const id = await queue()
  const zip = `${id}.zip`
  await writeFile(join(place.directories.processing, zip), 'zip')
  const known = { id, fileName: zip, failureCode: null, failureText: null }
  for (const state of ['queued', 'running'] as const) {
    await putAwayFiles(place.directories, { ...known, state })
  }
  expect(await readdir(place.directories.processing)).toEqual([zip])
})

describe('a worker that died', () => {
  const die = async (importId: number) => {
    await takeLease(database.pool, { importId, worker: 'dead', leaseSeconds: 60, maxAttempts: 3 })
    await database.pool.query(
      'UPDATE imports SET lease_until = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE id = ?',
      [importId],
    )
  }

  test('loses its import to another one', async () => {
    const id = await queue()
    await published(id, '5 SECOND')
    await die(id)
    const worker = context()
    expect(await recoverImports(worker)).toBe('1 taken back, 1 published')
    expect(worker.published).toEqual([message(id)])
  })

  test('three times over one import has it given up: its zip is kept with the reason, the next one goes on', async () => {
    const [poison, next] = [await queue(), await queue()]
    await writeFile(join(place.directories.processing, `${poison}.zip`), 'poison')
    const worker = context()
    for (let time = 0; time < 3; time += 1) {
      await die(poison)
      await recoverImports(worker)
    }
    const rows = await rowsOf(
      database.pool,
      'SELECT state, failure_code AS code FROM imports ORDER BY id',
    )
    expect(rows).toEqual([
      { state: 'failed', code: 'gave_up' },
      { state: 'queued', code: null },
    ])
    const kept = join(place.directories.errorLogs, String(poison))
    expect((await readdir(kept)).sort()).toEqual([`${poison}.zip`, 'errors.txt'])
    expect(await readFile(join(kept, 'errors.txt'), 'utf8')).toContain('gave_up')
    expect(worker.published.at(-1)).toEqual(message(next))
  })
})

describe('files that were not put away before a crash', () => {
  test('of a success go to the archive, its rejects to where an administrator finds them', async () => {
    const id = await queue({ state: 'succeeded' })
    const { processing, archive, errorLogs } = place.directories
    await writeFile(join(processing, `${id}.zip`), 'zip')
    await mkdir(join(processing, `${id}.work`))
    await writeFile(join(processing, `${id}.work`, 'rejects.csv'), 'rejects')
    await writeFile(join(processing, `${id}.work`, 'visits.tsv'), 'scratch')
    expect(await recoverImports(context())).toBe('1 put away')
    expect(await readdir(processing)).toEqual([])
    expect(await readdir(archive)).toEqual([`${id}.zip`])
    expect(await readdir(join(errorLogs, String(id)))).toEqual(['rejects.csv'])
    expect(await recoverImports(context())).toBe('')
  })

  test('of a failure are kept with the reason; a retry finds its zip again', async () => {
    const id = await queue({
      state: 'failed',
      failure_code: 'not_a_zip',
      failure_text: 'It is a page.',
    })
    const { processing, errorLogs } = place.directories
    await writeFile(join(processing, `${id}.zip`), 'zip')
    await recoverImports(context())
    const kept = join(errorLogs, String(id))
    expect(await readFile(join(kept, 'errors.txt'), 'utf8')).toContain('It is a page.')
    expect(await readdir(kept)).toContain(`${id}.zip`)
    await prepareFiles(place.directories, id)
    expect(await readFile(join(processing, `${id}.zip`), 'utf8')).toBe('zip')
  })

  test('of one that waits or runs, and strangers, are left alone', async () => {
    const { processing } = place.directories
    const id = await queue()
    const running = await queue({ state: 'running', attempt: 1 }, otherCourseId)
    const names = [`${id}.zip`, `${running}.zip`, 'readme.txt', '77777777.zip']
    for (const name of names) await writeFile(join(processing, name), 'x')
    await mkdir(join(processing, `${running}.work`))
    await recoverImports(context())
    expect((await readdir(processing)).sort()).toEqual([...names, `${running}.work`].sort())
  })

  test('are put away once though a worker and a recovery do it side by side', async () => {
    const id = await queue({ state: 'succeeded' })
    await writeFile(join(place.directories.processing, `${id}.zip`), 'zip')
    await Promise.all([recoverImports(context()), recoverImports(context())])
    expect(await readdir(place.directories.archive)).toEqual([`${id}.zip`])
  })

  test('that cannot be put away are left for the next time, and the rest is done', async () => {
    const id = await queue({ state: 'succeeded' })
    await writeFile(join(place.directories.processing, `${id}.zip`), 'zip')
    await rm(place.directories.archive, { recursive: true })
    expect(await recoverImports(context())).toBe('')
    await mkdir(place.directories.archive)
    expect(await recoverImports(context())).toBe('1 put away')
  })
})
