import type { Pool } from 'mysql2/promise'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countSplits } from '#import/count-splits.ts'
import { recountStudents } from '#import/recount-students.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createCourse, importSettings, rowsOf, runImport } from '../support/import-run.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const course = { startDate: '2026-02-02', weeks: 2, timeZone: 'Europe/Berlin' }
const first = {
  'all_user.txt': ['1|a|A|A|', '2|b|B|B|'],
  'all_resources.txt': ['x||Reading|resource/x-bb-document', 'y||Paper|resource/x-bb-document'],
  'activity.txt': [
    '1|x||2026-02-04 09:59:59',
    '1|x||2026-02-04 10:00:00',
    '1|y||2026-02-03 08:00:00',
    '2|y||2026-02-11 00:00:00',
  ],
}
const further = {
  ...first,
  'activity.txt': [
    ...first['activity.txt'],
    '1|x||2026-02-04 09:00:00',
    '2|x||2026-02-12 09:00:00',
  ],
}

const addEvent = (pool: Pool, courseId: number, weekday: number, time: string | null) =>
  pool.query(
    `INSERT INTO course_events
      (course_id, kind, title, weekday, start_week, end_week, time, created_at, updated_at)
    VALUES (?, 'repeating', 'Lecture', ?, 1, 2, ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
    [courseId, weekday, time],
  )
const splitsOf = (pool: Pool, courseId: number) =>
  rowsOf(pool, ['split_times', 'resource_splits', 'student_splits'], courseId)

test('what lies before events is counted for each of their times, once', async () => {
  const { pool } = database
  const courseId = await createCourse(pool, course)
  await runImport(pool, courseId, first)
  for (const [weekday, time] of [
    [3, '10:00'],
    [3, '10:00'],
    [2, null],
  ] as const) {
    await addEvent(pool, courseId, weekday, time)
  }
  expect(await countSplits(pool, courseId)).toEqual({ added: 2, dropped: 0 })
  expect(await splitsOf(pool, courseId)).toEqual({
    split_times: ['weekday=2 time=00:00', 'weekday=3 time=10:00'],
    resource_splits: [
      'weekday=3 time=10:00 resource_no=1 week=1 visits=1',
      'weekday=3 time=10:00 resource_no=2 week=1 visits=1',
      'weekday=3 time=10:00 resource_no=2 week=2 visits=1',
    ],
    student_splits: [
      'weekday=3 time=10:00 user_no=1 week=1 visits=2',
      'weekday=3 time=10:00 user_no=2 week=2 visits=1',
    ],
  })
  expect(await countSplits(pool, courseId)).toEqual({ added: 0, dropped: 0 })
})

test('imports, and leaving somebody out, keep it what a count from nothing gives', async () => {
  const { pool } = database
  const courseId = await createCourse(pool, course)
  await addEvent(pool, courseId, 3, '10:00')
  await countSplits(pool, courseId)
  const asFromNothing = async () => {
    const kept = await splitsOf(pool, courseId)
    for (const table of ['split_times', 'resource_splits', 'student_splits']) {
      await pool.query(`DELETE FROM ${table} WHERE course_id = ?`, [courseId])
    }
    await countSplits(pool, courseId)
    expect(kept).toEqual(await splitsOf(pool, courseId))
    return kept.student_splits
  }
  await runImport(pool, courseId, first)
  await asFromNothing()
  await runImport(pool, courseId, further)
  expect(await asFromNothing()).toContain('weekday=3 time=10:00 user_no=1 week=1 visits=3')
  await pool.query('UPDATE lms_users SET left_out = user_no = 1 WHERE course_id = ?', [courseId])
  await recountStudents(pool, courseId, importSettings)
  expect(await asFromNothing()).toEqual(['weekday=3 time=10:00 user_no=2 week=2 visits=1'])
  await pool.query('UPDATE lms_users SET left_out = FALSE WHERE course_id = ?', [courseId])
  await recountStudents(pool, courseId, importSettings)
  expect(await asFromNothing()).toContain('weekday=3 time=10:00 user_no=1 week=1 visits=3')
})

test('a time that no event has any more goes', async () => {
  const { pool } = database
  const courseId = await createCourse(pool, course)
  await runImport(pool, courseId, first)
  await addEvent(pool, courseId, 3, '10:00')
  await countSplits(pool, courseId)
  await pool.query("UPDATE course_events SET time = '12:00' WHERE course_id = ?", [courseId])
  expect(await countSplits(pool, courseId)).toEqual({ added: 1, dropped: 1 })
  expect((await splitsOf(pool, courseId)).resource_splits).toEqual([
    'weekday=3 time=12:00 resource_no=1 week=1 visits=2',
    'weekday=3 time=12:00 resource_no=2 week=1 visits=1',
    'weekday=3 time=12:00 resource_no=2 week=2 visits=1',
  ])
})
