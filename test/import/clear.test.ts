import { expect, test } from 'vitest'
import { clearCourse } from '#import/clear-course.ts'
import { recountStudents } from '#import/recount-students.ts'
import { undoImport } from '#import/undo-import.ts'
import { useCourses } from '../support/courses.ts'
import {
  figuresOf,
  importSettings,
  importTables,
  rowsOf,
  type TestExport,
} from '../support/import-run.ts'

const courses = useCourses({ startDate: '2026-02-23', weeks: 2, timeZone: 'UTC' })
const given: TestExport = {
  'all_user.txt': ['ann|ann|Ann|A|a@e', 'bob|bob|Bob|B|b@e'],
  'all_resources.txt': ['quiz||Quiz|resource/x-bb-asmt-test-link'],
  'forums.txt': ['f|ann|Talk|x|2026-02-23T10:00Z'],
  'assessments.txt': ['ann|quiz|1|2026-02-23T10:00Z'],
  'activity.txt': ['ann|quiz||2026-02-23T10:00Z', 'bob|quiz||2026-02-24T10:00Z'],
}

const leaveOut = (courseId: number, key: string, leftOut: boolean) =>
  courses.pool.query('UPDATE lms_users SET left_out = ? WHERE course_id = ? AND user_key = ?', [
    leftOut,
    courseId,
    key,
  ])
const { select } = courses

test('a cleared course holds nothing that was imported, and another one all of it', async () => {
  const { pool } = courses
  const courseId = await courses.create()
  const other = await courses.create()
  await courses.run(courseId, given)
  await courses.run(courseId, { ...given, 'assessments.txt': ['ann|quiz|2|2026-02-23T10:00Z'] })
  await courses.run(other, given)
  const untouched = await rowsOf(pool, [...importTables, 'course_offerings'], other)
  const taken = await clearCourse(pool, courseId)
  expect(taken).toEqual({ visits: 2, posts: 1, attempts: 1, lms_users: 2, resources: 2 })
  expect(Object.values(await rowsOf(pool, importTables, courseId)).flat()).toEqual([])
  expect(await rowsOf(pool, [...importTables, 'course_offerings'], other)).toEqual(untouched)
  expect(
    await select(
      'SELECT last_activity_at, figures_version FROM course_offerings WHERE id = ?',
      courseId,
    ),
  ).toEqual([{ last_activity_at: null, figures_version: 4 }])
})

test('owners, events and the history of imports stay', async () => {
  const { pool } = courses
  const courseId = await courses.create()
  await pool.query('INSERT INTO course_owners (course_id, user_id) VALUES (?, 1)', [courseId])
  await pool.query(
    `INSERT INTO course_events (course_id, kind, title, created_at, updated_at, weekday, start_week, end_week)
    VALUES (?, 'repeating', 'Lecture', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), 1, 1, 2)`,
    [courseId],
  )
  const kept = await rowsOf(pool, ['course_owners', 'course_events'], courseId)
  expect(Object.values(kept).map((rows) => rows.length)).toEqual([1, 1])
  await courses.run(courseId, given)
  await pool.query("UPDATE imports SET state = 'failed' WHERE course_id = ?", [courseId])
  await courses.run(courseId, given)
  await clearCourse(pool, courseId)
  expect(await rowsOf(pool, ['course_owners', 'course_events'], courseId)).toEqual(kept)
  expect(
    await select(
      'SELECT state, undone_at IS NOT NULL AS undone FROM imports WHERE course_id = ? ORDER BY id',
      courseId,
    ),
  ).toEqual([
    { state: 'failed', undone: 0 },
    { state: 'undone', undone: 1 },
  ])
})

test('a cleared course takes its exports again', async () => {
  const { pool } = courses
  const courseId = await courses.create()
  await courses.run(courseId, given)
  const before = await figuresOf(pool, courseId)
  await clearCourse(pool, courseId)
  await clearCourse(pool, courseId)
  const { receipt } = await courses.run(courseId, given)
  expect(receipt.people).toEqual({ new: 2, changed: 0 })
  expect(receipt.notices).toEqual([])
  expect(await figuresOf(pool, courseId)).toEqual(before)
})

test.each([
  ['a cleared course', (courseId: number) => clearCourse(courses.pool, courseId)],
  [
    'an undone import',
    async (courseId: number) => {
      const [newest] = await select(
        "SELECT MAX(id) AS id FROM imports WHERE course_id = ? AND state = 'succeeded'",
        courseId,
      )
      return undoImport(courses.pool, newest!.id as number, importSettings)
    },
  ],
])('whom somebody left out is left out again after %s', async (_, empty) => {
  const { pool } = courses
  const courseId = await courses.create()
  await courses.run(courseId, given)
  await leaveOut(courseId, 'bob', true)
  await recountStudents(pool, courseId, importSettings)
  const alone = await figuresOf(pool, courseId)
  for (let round = 0; round < 2; round++) {
    await empty(courseId)
    expect(await rowsOf(pool, ['lms_users', 'left_out_people'], courseId)).toEqual({
      ...{ lms_users: [], left_out_people: ['user_key=bob'] },
    })
    const { receipt } = await courses.run(courseId, given)
    expect(receipt.notices).toEqual([])
    expect(await figuresOf(pool, courseId)).toEqual(alone)
  }
  await leaveOut(courseId, 'bob', false)
  await empty(courseId)
  await courses.run(courseId, given)
  expect((await figuresOf(pool, courseId)).course_days).toHaveLength(2)
})

test('a course is not cleared while one of its imports runs', async () => {
  const { pool } = courses
  const courseId = await courses.create()
  const { importId } = await courses.run(courseId, given)
  await pool.query("UPDATE imports SET state = 'running' WHERE id = ?", [importId])
  await expect(clearCourse(pool, courseId)).rejects.toThrow(`Import ${importId} of this course`)
  expect(await rowsOf(pool, ['visits'], courseId)).toMatchObject({ visits: { length: 2 } })
})
