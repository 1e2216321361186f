import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rebuildFigures } from '#import/rebuild-figures.ts'
import { recountStudents } from '#import/recount-students.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import {
  createCourse,
  figuresOf,
  importSettings,
  rowsOf,
  runImport,
  type TestExport,
} from '../support/import-run.ts'
import { randomCourse, randomExport, randomUsers, splitWeeks } from '../support/random-exports.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const course = { startDate: '2026-02-23', weeks: 2, timeZone: 'UTC' }
const given: TestExport = {
  'all_user.txt': ['ann|ann|Ann|A|a@e', 'bob|bob|Bob|B|b@e', 'cid|cid|Cid|C|c@e'],
  'all_resources.txt': ['quiz||Quiz|resource/x-bb-asmt-test-link'],
  'assessments.txt': ['ann|quiz|1|2026-02-23T10:00Z', 'bob|quiz|2|2026-02-23T10:00Z'],
  'activity.txt': ['ann|quiz||2026-02-23T10:00Z', 'bob|quiz||2026-02-24T10:00Z'],
}
const further: TestExport = {
  ...given,
  'activity.txt': ['ann|quiz||2026-02-23T10:20Z', 'bob|quiz||2026-02-24T10:20Z'],
}

const recount = (courseId: number) => recountStudents(database.pool, courseId, importSettings)
const leaveOut = (courseId: number, keys: readonly string[]) =>
  database.pool.query('UPDATE lms_users SET left_out = user_key IN (?) WHERE course_id = ?', [
    [...keys, ''],
    courseId,
  ])

/** The figures as they would be if all of them were counted anew, and stay so. */
async function rebuilt(courseId: number) {
  await rebuildFigures(database.pool, courseId, importSettings)
  return figuresOf(database.pool, courseId)
}

test('people left out or taken in again change the figures as if all were counted anew', async () => {
  const { pool } = database
  const ways = { recounted: 0, imported: 0 }
  const step = fc.record({
    given: randomExport,
    leftOut: fc.subarray(randomUsers),
    isImportedFirst: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
      const courseId = await createCourse(pool, randomCourse)
      await splitWeeks(pool, courseId)
      await runImport(pool, courseId, steps[0]!.given)
      for (const { given, leftOut, isImportedFirst } of steps) {
        await leaveOut(courseId, leftOut)
        if (isImportedFirst) await runImport(pool, courseId, given)
        const { people, isAnew } = await recount(courseId)
        if (isImportedFirst) expect(people).toBe(0)
        expect(isAnew).toBe(false)
        ways.recounted += people
        ways.imported += Number(isImportedFirst)
        const figures = await figuresOf(pool, courseId)
        expect(figures).toEqual(await rebuilt(courseId))
        if (!isImportedFirst) await runImport(pool, courseId, given)
      }
    }),
    { numRuns: 25 },
  )
  expect(ways.recounted).toBeGreaterThan(10)
  expect(ways.imported).toBeGreaterThan(10)
}, 300_000)

test('the figures of a course from which everybody is left out are empty, and come back', async () => {
  const { pool } = database
  const courseId = await createCourse(pool, course)
  await runImport(pool, courseId, given)
  const before = await figuresOf(pool, courseId)
  await leaveOut(courseId, ['ann', 'bob', 'cid'])
  expect(await recount(courseId)).toEqual({ people: 2, isAnew: false })
  expect(Object.values(await figuresOf(pool, courseId)).flat()).toEqual([])
  await leaveOut(courseId, [])
  expect(await recount(courseId)).toEqual({ people: 2, isAnew: false })
  expect(await figuresOf(pool, courseId)).toEqual(before)
})

test('where nobody has to be counted again nothing changes, not even the version of the figures', async () => {
  const { pool } = database
  const courseId = await createCourse(pool, course)
  await runImport(pool, courseId, given)
  const version = () => rowsOf(pool, ['course_offerings'], courseId)
  const before = await version()
  expect(await recount(courseId)).toEqual({ people: 0, isAnew: false })
  expect(await version()).toEqual(before)
  await leaveOut(courseId, ['ann'])
  await recount(courseId)
  expect(await version()).not.toEqual(before)
})

test('an import that comes before the recount counts as people want it', async () => {
  const { pool } = database
  const courseId = await createCourse(pool, course)
  await runImport(pool, courseId, given)
  await leaveOut(courseId, ['ann'])
  const { receipt } = await runImport(pool, courseId, further)
  expect(receipt.notices.map(({ code }) => code)).toEqual(['counted_anew'])
  const figures = await figuresOf(pool, courseId)
  expect(figures.course_days).toHaveLength(1)
  expect(figures).toEqual(await rebuilt(courseId))
  const next = await runImport(pool, courseId, further)
  expect(next.receipt.notices).toEqual([])
})

test('figures that do not fit the facts are counted anew', async () => {
  const { pool } = database
  const courseId = await createCourse(pool, course)
  await runImport(pool, courseId, given)
  await pool.query('UPDATE course_days SET assessment = 0 WHERE course_id = ?', [courseId])
  await leaveOut(courseId, ['ann'])
  expect(await recount(courseId)).toEqual({ people: 1, isAnew: true })
  const figures = await figuresOf(pool, courseId)
  expect(figures).toEqual(await rebuilt(courseId))
})
