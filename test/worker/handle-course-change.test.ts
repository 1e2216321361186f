import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeCourse, type CourseChangeJob } from '#worker/handle-course-change.ts'
import { recoverImports } from '#worker/recover-imports.ts'
import { consumeJobs } from '#worker/consume-jobs.ts'
import { queueOf, type Job, type QueueName } from '#lib/jobs.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import {
  createCourse,
  figuresOf,
  rowsOf,
  runImport,
  type TestExport,
} from '../support/import-run.ts'
import { createContext, createDirectories, insertQueued, rowsOf as selectRows } from './support.ts'

let database: TestDatabase
let place: Awaited<ReturnType<typeof createDirectories>>
let context: ReturnType<typeof createContext>
const consumers = new Map<QueueName, (job: Job) => Promise<void>>()

beforeAll(async () => {
  database = await createTestDatabase()
  place = await createDirectories()
  context = createContext(database.pool, place.directories)
  const importer = { handle: refuse, handBackAll: refuse }
  consumeJobs({ consume: (queue, _slots, handle) => void consumers.set(queue, handle) }, context, {
    importer,
    importSlots: 1,
    mailer: undefined,
  })
})
afterAll(async () => {
  await place.remove()
  await database.drop()
})

test('a change of a course that somebody holds goes back to the end of the queue', async () => {
  const { courseId, importId } = await importedCourse()
  const holder = await database.pool.getConnection()
  const name = "CONCAT('cloop-course-', LEFT(SHA1(DATABASE()), 12), '-', ?)"
  await holder.query(`SELECT GET_LOCK(${name}, 0)`, [courseId])
  const jobs: CourseChangeJob[] = [
    { job: 'undo-import', importId },
    { job: 'clear-course', courseId },
    { job: 'recount-course', courseId },
    { job: 'count-splits', courseId },
  ]
  context.published.length = 0
  await Promise.all(jobs.map((job) => consumers.get(queueOf[job.job])!(job)))
  expect(context.published).toHaveLength(4)
  expect(context.published).toEqual(expect.arrayContaining(jobs))
  expect(await visitsOf(courseId)).toBe(1)
  holder.destroy()
  await consumers.get('import')!(jobs[0]!)
  expect(context.published).toHaveLength(4)
  expect(await visitsOf(courseId)).toBe(0)
})

test('a change is tried again when the database is back', async () => {
  const { courseId, importId } = await importedCourse()
  const away = Object.assign(new Error('away'), { code: 'PROTOCOL_CONNECTION_LOST', fatal: true })
  const pool = Object.create(database.pool, {
    getConnection: { value: () => Promise.reject(away) },
  }) as typeof database.pool
  const job = { job: 'undo-import', importId } as const
  const worker = createContext(pool, place.directories)
  // The pause before it is cut short.
  await changeCourse({ ...worker, stopping: AbortSignal.abort() }, job)
  expect(worker.published).toEqual([job])
  expect(await visitsOf(courseId)).toBe(1)
})

test('a change of a course that is gone is not tried again', async () => {
  context.published.length = 0
  const gone = { courseId: 999_999 }
  for (const job of ['clear-course', 'recount-course', 'count-splits'] as const) {
    await consumers.get('import')!({ job, ...gone })
  }
  expect(context.published).toEqual([])
})

test('where importing is switched off courses are changed all the same, and exports wait', async () => {
  const { courseId } = await importedCourse()
  const off = createContext(database.pool, place.directories, { enabled: false })
  const offConsumers: typeof consumers = new Map()
  const consume = (queue: QueueName, _slots: number, handle: (job: Job) => Promise<void>) =>
    void offConsumers.set(queue, handle)
  const importer = { handle: refuse, handBackAll: refuse }
  consumeJobs({ consume }, off, { importer, importSlots: 1, mailer: undefined })
  const importId = await insertQueued(database.pool, courseId)
  await database.pool.query('UPDATE imports SET published_at = UTC_TIMESTAMP(6) WHERE id = ?', [
    importId,
  ])
  await offConsumers.get('import')!({ job: 'import-course', importId })
  await offConsumers.get('import')!({ job: 'clear-course', courseId })
  expect(await visitsOf(courseId)).toBe(0)
  const sql = 'SELECT state, published_at AS publishedAt FROM imports WHERE id = ?'
  expect(await selectRows(database.pool, sql, [importId])).toEqual([
    { state: 'queued', publishedAt: null },
  ])
  expect(off.published).toEqual([])
  await recoverImports(context)
  expect(context.published).toEqual([{ job: 'import-course', importId }])
})

const refuse = () => Promise.reject(new Error('this is no import'))
const given: TestExport = {
  'all_user.txt': ['ann|ann|Ann|A|a@e'],
  'all_resources.txt': ['page||Page|resource/x-bb-document'],
  'activity.txt': ['ann|page||2026-02-23T10:00Z'],
}

async function importedCourse() {
  const course = { startDate: '2026-02-23', weeks: 2, timeZone: 'UTC' }
  const courseId = await createCourse(database.pool, course)
  return { courseId, ...(await runImport(database.pool, courseId, given)) }
}

/** As the broker would deliver it, and again. */
async function deliverTwice(job: CourseChangeJob) {
  for (let time = 0; time < 2; time++) await consumers.get(queueOf[job.job])!(job)
}

const visitsOf = async (courseId: number) =>
  (await rowsOf(database.pool, ['visits'], courseId)).visits!.length

test('an import is undone, also when its message comes twice', async () => {
  const { courseId, importId } = await importedCourse()
  await deliverTwice({ job: 'undo-import', importId })
  expect(await visitsOf(courseId)).toBe(0)
})

test('what does not fit into memory lies where exports are processed, and goes in the end', async () => {
  const { courseId, importId } = await importedCourse()
  const elsewhere = { ...place.directories, processing: join(place.root, 'not-there') }
  const undo = { job: 'undo-import', importId } as const
  const misled = createContext(database.pool, elsewhere)
  await expect(changeCourse(misled, undo)).rejects.toThrow(join(place.root, 'not-there'))
  expect(await visitsOf(courseId)).toBe(1)
  await changeCourse(context, undo)
  expect(await visitsOf(courseId)).toBe(0)
  expect(await readdir(place.directories.processing)).toEqual([])
})

test('what cannot be undone stays, and its message is not tried again', async () => {
  const { courseId, importId } = await importedCourse()
  await runImport(database.pool, courseId, given)
  await deliverTwice({ job: 'undo-import', importId })
  expect(await visitsOf(courseId)).toBe(1)
})

test('a course is cleared, also when the message comes twice', async () => {
  const { courseId } = await importedCourse()
  await deliverTwice({ job: 'clear-course', courseId })
  expect(await visitsOf(courseId)).toBe(0)
})

test('who was left out goes from the figures, also when the message comes twice', async () => {
  const { courseId } = await importedCourse()
  await database.pool.query('UPDATE lms_users SET left_out = TRUE WHERE course_id = ?', [courseId])
  await database.pool.query(
    'UPDATE course_offerings SET recount_since = UTC_TIMESTAMP(6) - INTERVAL 1 HOUR WHERE id = ?',
    [courseId],
  )
  // A worker dies while it counts, and its message has been given back long since.
  context.published.length = 0
  await recoverImports(context)
  expect(context.published).toContainEqual({ job: 'recount-course', courseId })
  await deliverTwice({ job: 'recount-course', courseId })
  const sql = 'SELECT recount_since AS since FROM course_offerings WHERE id = ?'
  expect(await selectRows(database.pool, sql, [courseId])).toEqual([{ since: null }])
  expect(Object.values(await figuresOf(database.pool, courseId)).flat()).toEqual([])
  expect(await visitsOf(courseId)).toBe(1)
})

test('what lies before events is counted, also when the message comes twice, but not during an import', async () => {
  const { courseId, importId } = await importedCourse()
  await database.pool.query(
    `INSERT INTO course_events
      (course_id, kind, title, weekday, start_week, end_week, time, created_at, updated_at)
    VALUES (?, 'repeating', 'Lecture', 1, 1, 2, '10:01', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
    [courseId],
  )
  const splits = async () =>
    (await rowsOf(database.pool, ['student_splits'], courseId)).student_splits
  const setState = (state: string) =>
    database.pool.query('UPDATE imports SET state = ? WHERE id = ?', [state, importId])
  await setState('running')
  await deliverTwice({ job: 'count-splits', courseId })
  expect(await splits()).toEqual([])
  await setState('succeeded')
  await deliverTwice({ job: 'count-splits', courseId })
  expect(await splits()).toEqual(['weekday=1 time=10:01 user_no=1 week=1 visits=1'])
})
