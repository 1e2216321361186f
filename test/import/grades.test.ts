import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createCourse, figuresOf, runImport, type TestExport } from '../support/import-run.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const base: TestExport = {
  header: { 'all_user.txt': 'user_key|username|firstname|lastname|email|role' },
  'all_user.txt': ['ann|a|A|A|a@e|', 'bob|b|B|B|b@e|', 'cid|c|C|C|c@e|', 'tom|t|T|T|t@e|Tutor'],
  'all_resources.txt': ['quiz||Quiz|resource/x-bb-asmt-test-link'],
}
const attempt = (user: string, grade: string, minute: number) =>
  `${user}|quiz|${grade}|2026-02-24T10:${10 + minute}Z`
/** A visit that says how old an export is. */
const asOf = (day: number) => ({ 'activity.txt': [`ann|quiz||2026-02-${day}T10:00Z`] })

async function gradesAfter(...exports: TestExport[]) {
  const courseId = await createCourse(database.pool, {
    startDate: '2026-02-23',
    weeks: 1,
    timeZone: 'UTC',
  })
  for (const each of exports) await runImport(database.pool, courseId, { ...base, ...each })
  const figures = await figuresOf(database.pool, courseId)
  return {
    assessment: figures.assessment_grades,
    students: figures.student_resources?.map((row) =>
      row.replace(/^.*(user_no=\d+).* (attempts.*) first.*$/, '$1 $2'),
    ),
  }
}

test('mean and median are of the newest graded attempt of each student', async () => {
  const grades = await gradesAfter({
    'assessments.txt': [
      attempt('ann', '10', 0),
      attempt('ann', '20.5', 1),
      attempt('bob', '70', 2),
      attempt('bob', '', 3),
      attempt('cid', '80', 4),
      attempt('tom', '100', 5),
    ],
  })
  expect(grades.assessment).toEqual([
    'resource_no=1 graded=3 average=56.83333333 median=70.00000000',
  ])
  expect(grades.students).toEqual([
    'user_no=1 attempts=2 newest_grade=20.5000 newest_graded=20.5000',
    'user_no=2 attempts=2 newest_grade=null newest_graded=70.0000',
    'user_no=3 attempts=1 newest_grade=80.0000 newest_graded=80.0000',
  ])
})

test('of two grades for one attempt the newest export knows better, in whatever order they come', async () => {
  const old = { ...asOf(25), 'assessments.txt': [attempt('ann', '1', 0), attempt('bob', '5', 0)] }
  const newer = { ...asOf(26), 'assessments.txt': [attempt('ann', '2', 0)] }
  const newest = asOf(27)
  const expected = {
    assessment: ['resource_no=1 graded=2 average=3.50000000 median=3.50000000'],
    students: [
      'user_no=1 attempts=1 newest_grade=2.0000 newest_graded=2.0000',
      'user_no=2 attempts=1 newest_grade=5.0000 newest_graded=5.0000',
    ],
  }
  expect(await gradesAfter(old, newer, newest)).toEqual(expected)
  expect(await gradesAfter(newest, newer, old)).toEqual(expected)
  expect(await gradesAfter(newest, old, newer)).toEqual(expected)
})

test('a grade that is taken back leaves no mean', async () => {
  const graded = { ...asOf(25), 'assessments.txt': [attempt('ann', '1', 0)] }
  const { assessment } = await gradesAfter(graded, {
    ...asOf(26),
    'assessments.txt': [attempt('ann', '', 0)],
  })
  expect(assessment).toEqual([])
})

test('of two rows for one attempt in one export the last one holds', async () => {
  const { students } = await gradesAfter({
    'assessments.txt': [attempt('ann', '1', 0), attempt('ann', '3', 0)],
  })
  expect(students).toEqual(['user_no=1 attempts=1 newest_grade=3.0000 newest_graded=3.0000'])
})
