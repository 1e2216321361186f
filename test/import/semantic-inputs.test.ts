import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Pool, RowDataPacket } from 'mysql2/promise'
import { CourseGone } from '#import/load/course.ts'
import { ExportUnusable } from '#import/problems.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import {
  createCourse,
  figuresOf,
  importTables,
  rowsOf,
  runImport,
  type TestExport,
} from '../support/import-run.ts'

/** Lines of the table of broken exports, by their ids, that take more than one zip. */
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const dates = { startDate: '2026-02-23', weeks: 2, timeZone: 'UTC' }
const newCourse = () => createCourse(database.pool, dates)
const run = (courseId: number, given: TestExport) => runImport(database.pool, courseId, given)
const codesOf = ({ receipt }: Awaited<ReturnType<typeof run>>) =>
  receipt.notices.map(({ code }) => code)
const select = async (sql: string, ...values: unknown[]) =>
  (await database.pool.query<RowDataPacket[]>(sql, values))[0]
const everything = (courseId: number) =>
  rowsOf(database.pool, [...importTables, 'course_offerings'], courseId)
const visitsOf = async (courseId: number) =>
  (await rowsOf(database.pool, ['visits'], courseId)).visits!.length

const people = ['ann|ann|Ann|A|ann@e', 'bob|bob|Bob|B|bob@e', 'cid|cid|Cid|C|cid@e']
const pages = ['a', 'b', 'c', 'd', 'e', 'f']
const resourcesOf = (prefix: string) =>
  pages.map((page) => `${prefix}${page}||Page ${page}|resource/x-bb-document`)
const base: TestExport = {
  'all_user.txt': people,
  'all_resources.txt': resourcesOf(''),
  'activity.txt': ['ann|a||2026-02-23T10:00Z', 'bob|b||2026-02-24T10:00Z'],
}

test('M05 an export that overlaps the one before adds what is new, and the same one nothing', async () => {
  const courseId = await newCourse()
  await run(courseId, base)
  const further = {
    ...base,
    'activity.txt': ['bob|b||2026-02-24T10:00Z', 'cid|c||2026-02-25T10:00Z'],
  }
  const { files } = (await run(courseId, further)).receipt
  expect(files['activity.txt']).toMatchObject({ read: 2, stored: 1, alreadyKnown: 1 })
  const again = (await run(courseId, further)).receipt
  expect(again.files['activity.txt']).toMatchObject({ read: 2, stored: 0, alreadyKnown: 2 })
  expect(await visitsOf(courseId)).toBe(3)
})

test('M12 a person who bears another name or address later has the newest', async () => {
  const courseId = await newCourse()
  await run(courseId, base)
  const renamed = { ...base, 'all_user.txt': ['ann|ann|Anna|Z|anna@e', ...people.slice(1)] }
  expect((await run(courseId, renamed)).receipt.people).toEqual({ new: 0, changed: 1 })
  const sql =
    "SELECT last_name AS name, email FROM lms_users WHERE course_id = ? AND user_key = 'ann'"
  expect(await select(sql, courseId)).toEqual([{ name: 'Z', email: 'anna@e' }])
})

test('M13 people who are missing stay; resources that are missing stay, gone since that export', async () => {
  const courseId = await newCourse()
  await run(courseId, base)
  const { receipt } = await run(courseId, {
    'all_user.txt': people.slice(0, 2),
    'all_resources.txt': resourcesOf('').slice(0, 5),
    'activity.txt': ['ann|a||2026-02-26T10:00Z'],
  })
  expect(receipt.resources).toMatchObject({ gone: 1 })
  expect(await select('SELECT user_key FROM lms_users WHERE course_id = ?', courseId)).toHaveLength(
    3,
  )
  const sql =
    'SELECT resource_key AS page, CAST(gone_since AS CHAR) AS gone FROM resources WHERE course_id = ? AND gone_since IS NOT NULL'
  expect(await select(sql, courseId)).toEqual([{ page: 'f', gone: '2026-02-26 10:00:00.000000' }])
})

test('M14 keys that were given to other people are noticed', async () => {
  const courseId = await newCourse()
  await run(courseId, base)
  const others = ['ann|x|X|X|x@e', 'bob|y|Y|Y|y@e', people[2]!]
  const ran = await run(courseId, { ...base, 'all_user.txt': others })
  expect(codesOf(ran)).toEqual(['identity_churn'])
  expect(ran.receipt.notices[0]!.text).toContain('keys given to others')
})

test('M16 an older export that comes later adds its rows and rolls no name back', async () => {
  const courseId = await newCourse()
  const renamed = ['ann|ann|Anna|Z|anna@e', ...people.slice(1)]
  await run(courseId, { ...base, 'all_user.txt': renamed })
  const ran = await run(courseId, { ...base, 'activity.txt': ['ann|a||2026-02-23T09:00Z'] })
  expect(codesOf(ran)).toEqual(['older_export'])
  expect(await visitsOf(courseId)).toBe(3)
  const sql = "SELECT first_name AS name FROM lms_users WHERE course_id = ? AND user_key = 'ann'"
  expect(await select(sql, courseId)).toEqual([{ name: 'Anna' }])
})

test('M17 an export without a visit is noticed, and nothing is taken away', async () => {
  const courseId = await newCourse()
  await run(courseId, base)
  const figures = await figuresOf(database.pool, courseId)
  const ran = await run(courseId, { ...base, 'activity.txt': [] })
  expect(codesOf(ran)).toEqual(['suspicious_shrink'])
  expect(await figuresOf(database.pool, courseId)).toEqual(figures)
})

/** A pool that lets something happen when an import, having read its export, begins to store it. */
function poolWith(meanwhile: () => Promise<unknown>) {
  let connections = 0
  return Object.create(database.pool, {
    getConnection: {
      value: async () => {
        // The first connection holds the course's lock.
        if (++connections === 2) await meanwhile()
        return database.pool.getConnection()
      },
    },
  }) as Pool
}

test('M18 a course that is deleted while its export is stored keeps not one row of it', async () => {
  const courseId = await newCourse()
  const pool = poolWith(() =>
    database.pool.query('DELETE FROM course_offerings WHERE id = ?', [courseId]),
  )
  await expect(runImport(pool, courseId, base)).rejects.toThrow(CourseGone)
  expect(Object.values(await rowsOf(database.pool, importTables, courseId)).flat()).toEqual([])
})

test('M19 what an administrator changes of a course meanwhile holds', async () => {
  const courseId = await newCourse()
  const pool = poolWith(() =>
    database.pool.query(
      "UPDATE course_offerings SET title = 'New title', start_date = '2026-02-16', weeks = 3 WHERE id = ?",
      [courseId],
    ),
  )
  await runImport(pool, courseId, base)
  const sql =
    'SELECT title, CAST(start_date AS CHAR) AS start, weeks FROM course_offerings WHERE id = ?'
  expect(await select(sql, courseId)).toEqual([
    { title: 'New title', start: '2026-02-16', weeks: 3 },
  ])
  const { course_days: days } = await figuresOf(database.pool, courseId)
  expect(days!.map((day) => day.split(' ')[0])).toEqual(['day_index=7', 'day_index=8'])
})

test('M21 rows from a clock that is a year ahead are left out', async () => {
  const courseId = await newCourse()
  const ahead = {
    ...base,
    'activity.txt': ['ann|a||2026-02-23T10:00Z', 'ann|a||2027-02-23T10:00Z'],
  }
  const { receipt } = await run(courseId, ahead)
  expect(receipt.files['activity.txt'].skipped).toEqual({ outside_course: 1 })
  expect(receipt.lastActivity.after).toBe('2026-02-23T10:00:00.000000Z')
})

test('M22 one person with a visit each second for days has one session', async () => {
  const courseId = await newCourse()
  const start = Date.UTC(2026, 1, 23)
  // CLOOP_TEST_SECONDS=1000000 for the twelve days of the table.
  const seconds = Number(process.env.CLOOP_TEST_SECONDS ?? 100_000)
  const visits = Array.from(
    { length: seconds },
    (_, n) => `ann|a||${new Date(start + n * 1000).toISOString()}`,
  )
  const { receipt } = await run(courseId, { ...base, 'activity.txt': visits })
  expect(receipt.sessions.after).toBe(1)
  const sql =
    'SELECT SUM(sessions) AS sessions, SUM(session_minutes) AS minutes, SUM(session_visits) AS visits FROM course_days WHERE course_id = ?'
  const [row] = await select(sql, courseId)
  const minutes = Math.floor((seconds - 1) / 60)
  expect(Object.values(row!).map(Number)).toEqual([1, minutes, seconds])
}, 120_000)

test('M23 sessions after the same export again are those from before', async () => {
  const courseId = await newCourse()
  await run(courseId, base)
  const before = await rowsOf(database.pool, ['lms_sessions', 'course_days'], courseId)
  const { receipt } = await run(courseId, base)
  expect(receipt.sessions).toEqual({ before: 2, after: 2 })
  expect(await rowsOf(database.pool, ['lms_sessions', 'course_days'], courseId)).toEqual(before)
})

test('M24 an export of which no visit fits fails, and changes nothing', async () => {
  const courseId = await newCourse()
  await run(courseId, base)
  const before = await everything(courseId)
  const visits = Array.from({ length: 20 }, (_, n) => `nobody${n}|a||2026-02-23T10:00Z`)
  const failing = run(courseId, { ...base, 'activity.txt': visits })
  await expect(failing).rejects.toBeInstanceOf(ExportUnusable)
  await expect(failing).rejects.toMatchObject({ code: 'nothing_fits' })
  expect(await everything(courseId)).toEqual(before)
})

test('M26 two exports of one course at once are both there in the end', async () => {
  const courseId = await newCourse()
  const other = {
    ...base,
    'activity.txt': ['cid|c||2026-02-25T10:00Z', 'ann|a||2026-02-23T10:00Z'],
  }
  await Promise.all([run(courseId, base), run(courseId, other)])
  const whole = await newCourse()
  await run(whole, {
    ...base,
    'activity.txt': [...base['activity.txt']!, ...other['activity.txt']],
  })
  expect(await figuresOf(database.pool, courseId)).toEqual(await figuresOf(database.pool, whole))
})
