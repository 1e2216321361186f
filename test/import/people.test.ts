import { expect, test } from 'vitest'
import { rebuildFigures } from '#import/rebuild-figures.ts'
import { ann, bob, smallBase, useCourses, visit } from '../support/courses.ts'
import { figuresOf, importSettings, rowsOf, type TestExport } from '../support/import-run.ts'

const courses = useCourses({ startDate: '2026-02-23', weeks: 4, timeZone: 'Europe/Berlin' })
const select = courses.cells
const newCourse = courses.create
const run = async (courseId: number, given: TestExport) =>
  (await courses.run(courseId, { ...smallBase, ...given })).receipt

test('staff are in no figure, and are again when they become students', async () => {
  const courseId = await newCourse()
  const activity = [visit('ann', 23), visit('bob', 24)]
  await run(courseId, { 'all_user.txt': [ann, `${bob}Teacher`], 'activity.txt': activity })
  const alone = await figuresOf(courses.pool, courseId)
  expect(alone.student_days).toHaveLength(1)
  expect(await rowsOf(courses.pool, ['visits'], courseId)).toMatchObject({ visits: { length: 2 } })

  await run(courseId, { 'all_user.txt': [ann, `${bob}LEARNER`], 'activity.txt': activity })
  expect((await figuresOf(courses.pool, courseId)).student_days).toHaveLength(2)

  await run(courseId, { 'all_user.txt': [ann, `${bob}TA`], 'activity.txt': activity })
  expect(await figuresOf(courses.pool, courseId)).toEqual(alone)
})

test('a person who was left out by hand stays left out', async () => {
  const courseId = await newCourse()
  await run(courseId, { 'activity.txt': [visit('ann', 23), visit('bob', 24)] })
  await courses.pool.query(
    "UPDATE lms_users SET left_out = TRUE WHERE course_id = ? AND user_key = 'bob'",
    [courseId],
  )
  await rebuildFigures(courses.pool, courseId, importSettings)
  await run(courseId, {
    'all_user.txt': [ann, 'bob|bob|Robert|B|b@e|'],
    'activity.txt': [visit('bob', 25)],
  })
  const { student_days } = await figuresOf(courses.pool, courseId)
  expect(student_days).toEqual(['day_index=0 user_no=1 content=1 communication=0 assessment=0'])
  expect(
    await select('SELECT first_name, left_out FROM lms_users WHERE user_key = ?', 'bob'),
  ).toContainEqual(['Robert', 1])
})

test('a column that an export lacks says nothing', async () => {
  const courseId = await newCourse()
  await run(courseId, { 'all_user.txt': [`${ann}Teacher`], 'activity.txt': [visit('ann', 23)] })
  await run(courseId, {
    header: {},
    'all_user.txt': ['ann|ann|Ann|A|new@e'],
    'activity.txt': [visit('ann', 24)],
  })
  expect(
    await select('SELECT role, is_student, email FROM lms_users WHERE course_id = ?', courseId),
  ).toEqual([['Teacher', 0, 'new@e']])
})

test('an export that names few people, or others by the same keys, gives a notice', async () => {
  const courseId = await newCourse()
  await run(courseId, { 'activity.txt': [visit('ann', 23)] })
  const few = await run(courseId, { 'all_user.txt': [], 'activity.txt': [visit('ann', 23)] })
  expect(few.notices.map(({ code, file }) => [code, file])).toEqual([
    ['suspicious_shrink', 'all_user.txt'],
  ])
  const others = await run(courseId, {
    'all_user.txt': ['ann|eve|Eve|E|e@e|', 'bob|fay|Fay|F|f@e|'],
    'activity.txt': [visit('ann', 24)],
  })
  expect(others.notices.map(({ code, count }) => [code, count])).toEqual([['identity_churn', 2]])
})
