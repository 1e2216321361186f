import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RowDataPacket } from 'mysql2'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Job } from '#lib/jobs.ts'
import { changeCourse, isCourseChange } from '#worker/handle-course-change.ts'
import { recoverImports } from '#worker/recover-imports.ts'
import { createCourse, runImport, type TestExport } from '../support/import-run.ts'
import { createContext, createDirectories, insertQueued } from '../worker/support.ts'
import { createTestSite, type Caller, type TestSite } from './support/site.ts'

let site: TestSite
let place: Awaited<ReturnType<typeof createDirectories>>
let context: ReturnType<typeof createContext>
let administrator: Caller
let published: Job[] = []
let courseId: number
let code: string

beforeAll(async () => {
  place = await createDirectories()
  site = await createTestSite({
    publish: (job) => {
      published.push(job)
      return Promise.resolve()
    },
  })
  context = createContext(site.pool, place.directories)
  administrator = await site.addPerson('admin@example.edu', { isAdmin: true })
})
afterAll(async () => {
  await site.drop()
  await place.remove()
})
beforeEach(async () => {
  published = []
  context.published.length = 0
  await query('DELETE FROM course_removals')
  courseId = await createCourse(site.pool, course)
  const [[row] = []] = await query('SELECT code FROM course_offerings WHERE id = ?', [courseId])
  code = String(row?.code)
})

const course = { startDate: '2026-02-02', weeks: 4, timeZone: 'UTC' }
const given: TestExport = {
  'all_user.txt': ['1|ann|Ann|A|a@e'],
  'all_resources.txt': ['10||Page|resource/x-bb-document', '11||Quiz|assessment/x-bb-qti-test'],
  'forums.txt': ['5|1|Talk|Hello|2026-02-10T02:00:00Z'],
  'assessments.txt': ['1|11|7|2026-02-03T02:00:00Z'],
  'activity.txt': ['1|10||2026-02-03T10:00:00Z', '1|10||2026-02-04T10:00:00Z'],
}
const query = (sql: string, values: unknown[] = []) => site.pool.query<RowDataPacket[]>(sql, values)
const remove = (id: number, json: object) =>
  site.ask(`/api/admin/courses/${id}`, { from: administrator, method: 'DELETE', json })
const work = async (jobs: Job[]) => {
  for (const job of jobs) if (isCourseChange(job)) await changeCourse(context, job)
}

/** How many rows each table has of a course. */
async function rowsByTable(id: number): Promise<Record<string, number>> {
  const [tables] = await query(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = DATABASE() AND column_name = 'course_id' ORDER BY table_name`,
  )
  const counts: Record<string, number> = {}
  for (const { name } of tables) {
    const [[row] = []] = await query(`SELECT COUNT(*) AS n FROM ${name} WHERE course_id = ?`, [id])
    counts[String(name)] = Number(row?.n)
  }
  return counts
}
const held = async (id: number) =>
  Object.entries(await rowsByTable(id)).flatMap(([table, rows]) => (rows > 0 ? [table] : []))

/** A row in every table that can have one of a course, and files of its imports. */
async function fill() {
  await runImport(site.pool, courseId, given)
  await runImport(site.pool, courseId, {
    ...given,
    'all_user.txt': ['1|ann|Anna|A|a@e'],
    'assessments.txt': ['1|11|8|2026-02-03T02:00:00Z'],
  })
  for (const sql of [
    'INSERT INTO course_owners (course_id, user_id) VALUES (?, 1)',
    "INSERT INTO left_out_people (course_id, user_key) VALUES (?, 'gone')",
    "INSERT INTO split_times (course_id, weekday, time) VALUES (?, 1, '10:00')",
    'INSERT INTO resource_splits (course_id, weekday, time, resource_no, week, visits) VALUES (?, 1, "10:00", 1, 1, 1)',
    'INSERT INTO student_splits (course_id, weekday, time, user_no, week, visits) VALUES (?, 1, "10:00", 1, 1, 1)',
    `INSERT INTO course_events (course_id, kind, title, at, created_at, updated_at)
     VALUES (?, 'single', 'Exam', '2026-02-03', NOW(6), NOW(6))`,
  ]) {
    await query(sql, [courseId])
  }
  const [rows] = await query('SELECT id FROM imports WHERE course_id = ?', [courseId])
  const { archive, errorLogs, processing } = place.directories
  for (const { id } of rows) {
    await writeFile(join(archive, `${id}.zip`), 'x')
    await writeFile(join(processing, `${id}.zip`), 'x')
    await mkdir(join(errorLogs, String(id)))
    await writeFile(join(errorLogs, String(id), 'rejects.csv'), 'x')
  }
  await writeFile(join(archive, '999999.zip'), 'of another course')
}

it('deletes a course with every row and file, and nothing of others', async () => {
  await fill()
  const other = await createCourse(site.pool, course)
  await runImport(site.pool, other, given)
  const others = await rowsByTable(other)
  const everyTable = Object.keys(others).filter(
    (name) => !['audit_log', 'course_removals'].includes(name),
  )
  expect(await held(courseId)).toEqual(everyTable)

  expect((await remove(courseId, { code })).status).toBe(204)
  const gone = await site.ask(`/api/courses/${courseId}`, { from: administrator })
  expect(gone.status).toBe(404)
  expect(published).toEqual([{ job: 'remove-course', courseId }])
  await work([...published, ...published])

  expect(await held(courseId)).toEqual(['audit_log'])
  expect(await rowsByTable(other)).toEqual(others)
  const { archive, errorLogs, processing } = place.directories
  const files = await Promise.all([archive, errorLogs, processing].map((path) => readdir(path)))
  expect(files).toEqual([['999999.zip'], [], []])
  expect((await remove(courseId, { code })).status).toBe(404)
})

it('wants the code typed, and an administrator', async () => {
  for (const json of [{ code: `${code} ` }, { code: code.toLowerCase() }, { code: '' }, {}]) {
    expect((await remove(courseId, json)).status, JSON.stringify(json)).toBe(400)
  }
  const owner = await site.addPerson('owner@example.edu')
  await query('INSERT INTO course_owners (course_id, user_id) VALUES (?, ?)', [courseId, owner.id])
  const path = `/api/admin/courses/${courseId}`
  const refused = await site.ask(path, { from: owner, method: 'DELETE', json: { code } })
  expect(refused.status).toBe(403)
  expect((await site.ask(`/api/courses/${courseId}`, { from: owner })).status).toBe(200)
})

it('waits for an import that runs, and cancels those that wait', async () => {
  const id = await insertQueued(site.pool, courseId, { state: 'running' })
  expect((await remove(courseId, { code })).status).toBe(409)
  await query("UPDATE imports SET state = 'queued' WHERE id = ?", [id])
  expect((await remove(courseId, { code })).status).toBe(204)
  const [[row] = []] = await query('SELECT state FROM imports WHERE id = ?', [id])
  expect(row?.state).toBe('cancelled')
})

it('is remembered where no worker heard of it, and leaves its code behind in the audit', async () => {
  await runImport(site.pool, courseId, given)
  await remove(courseId, { code })
  await recoverImports(context)
  expect(context.published).toEqual([])
  await query('UPDATE course_removals SET requested_at = requested_at - INTERVAL 2 MINUTE')
  await recoverImports(context)
  expect(context.published).toEqual([{ job: 'remove-course', courseId }])
  await work(context.published)
  context.published.length = 0
  await recoverImports(context)
  expect(context.published).toEqual([])
  const [rows] = await query('SELECT action, detail FROM audit_log WHERE course_id = ?', [courseId])
  expect(rows).toEqual([{ action: 'course.deleted', detail: JSON.stringify({ code }) }])
})

it('a worker refuses to remove a course that is there', async () => {
  await runImport(site.pool, courseId, given)
  const before = await rowsByTable(courseId)
  await work([{ job: 'remove-course', courseId }])
  expect(await rowsByTable(courseId)).toEqual(before)
})
