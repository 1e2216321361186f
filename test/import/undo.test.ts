import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Pool, RowDataPacket } from 'mysql2/promise'
import { CourseNotLocked } from '#import/load/course-lock.ts'
import { rebuildFigures } from '#import/rebuild-figures.ts'
import { undoImport } from '#import/undo-import.ts'
import { useCourses } from '../support/courses.ts'
import {
  createCourse,
  figuresOf,
  importSettings,
  importTables,
  rowsOf,
  type TestExport,
} from '../support/import-run.ts'
import { randomCourse, randomExport, splitWeeks } from '../support/random-exports.ts'

const courses = useCourses({ startDate: '2026-02-23', weeks: 2, timeZone: 'UTC' })
const first: TestExport = {
  'all_user.txt': ['ann|ann|Ann|A|a@e', 'bob|bob|Bob|B|b@e'],
  'all_resources.txt': ['quiz||Quiz|resource/x-bb-asmt-test-link'],
  'assessments.txt': ['ann|quiz|1|2026-02-23T10:00Z'],
  'activity.txt': ['ann|quiz||2026-02-23T10:00Z'],
}
const second: TestExport = {
  'all_user.txt': ['ann|ann|Anna|A|a@e', 'cid|cid|Cid|C|c@e'],
  'all_resources.txt': ['more||More|resource/x-bb-file'],
  'assessments.txt': ['ann|quiz|2|2026-02-23T10:00Z', 'cid|quiz|3|2026-02-25T10:00Z'],
  'activity.txt': ['ann|quiz||2026-02-23T10:30Z', 'cid|more||2026-02-24T10:00Z'],
}

const undo = (importId: number) => undoImport(courses.pool, importId, importSettings)

/** Everything of the course but the count of its changes. */
async function stateOf(courseId: number): Promise<Record<string, string[]>> {
  const tables = [...importTables, 'course_offerings']
  const { course_offerings, ...rows } = await rowsOf(courses.pool, tables, courseId)
  return {
    ...rows,
    course: course_offerings!.map((row) => row.replace(/figures_version=\d+/, '')),
  }
}

test('imports undone one after the other leave every row and figure as it was before each', async () => {
  const { pool } = courses
  let undone = 0
  let changes = 0
  let splits = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(randomExport, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      async (exports, isCountedAnew) => {
        const courseId = await createCourse(pool, randomCourse)
        await splitWeeks(pool, courseId)
        const states = [await stateOf(courseId)]
        const ids: number[] = []
        for (const given of exports) {
          const { importId } = await courses.run(courseId, given)
          ids.push(importId)
          states.push(await stateOf(courseId))
          splits += states.at(-1)!.resource_splits!.length
          changes += states.at(-1)!.import_changes!.length - states.at(-2)!.import_changes!.length
        }
        for (const importId of ids.reverse()) {
          if (isCountedAnew) await rebuildFigures(pool, courseId, importSettings)
          expect(await stateOf(courseId)).toEqual(states.pop())
          await undo(importId)
          undone++
        }
        expect(await stateOf(courseId)).toEqual(states.pop())
      },
    ),
    { numRuns: 25 },
  )
  expect(undone).toBeGreaterThan(25)
  expect(changes).toBeGreaterThan(25)
  expect(splits).toBeGreaterThan(25)
}, 300_000)

test('what was undone can be imported again, to the same end', async () => {
  const { pool } = courses
  const courseId = await courses.create()
  await courses.run(courseId, first)
  const { importId } = await courses.run(courseId, second)
  const figures = await figuresOf(pool, courseId)
  expect(await undo(importId)).toEqual({
    ...{ visits: 2, posts: 0, attempts: 1, lms_users: 1, resources: 1 },
  })
  await courses.run(courseId, second)
  expect(await figuresOf(pool, courseId)).toEqual(figures)
})

test('the import says that and when it was undone, and the course that its figures changed', async () => {
  const { pool } = courses
  const courseId = await courses.create()
  const { importId } = await courses.run(courseId, first)
  await undo(importId)
  const [[row]] = await pool.query<RowDataPacket[]>(
    `SELECT i.state, i.undone_at >= i.finished_at AS later, i.receipt IS NOT NULL AS told,
      c.figures_version, c.last_activity_at
    FROM imports i JOIN course_offerings c ON c.id = i.course_id WHERE i.id = ?`,
    [importId],
  )
  expect(row).toEqual({
    ...{ state: 'undone', later: 1, told: 1, figures_version: 3, last_activity_at: null },
  })
})

test('an undone export no longer makes others old', async () => {
  const courseId = await courses.create()
  await courses.run(courseId, first)
  const newest = await courses.run(courseId, second)
  await undo(newest.importId)
  const { receipt } = await courses.run(courseId, {
    ...first,
    'all_user.txt': ['ann|ann|Annie|A|a@e'],
  })
  expect(receipt.notices.map(({ code }) => code)).not.toContain('older_export')
  expect(receipt.people.changed).toBe(1)
})

test('only the newest succeeded import of a course can be undone, and while none runs', async () => {
  const { pool } = courses
  const courseId = await courses.create()
  const other = await courses.create()
  const old = await courses.run(courseId, first)
  const elsewhere = await courses.run(other, first)
  const newest = await courses.run(courseId, second)
  const before = await stateOf(courseId)
  await expect(undo(old.importId)).rejects.toThrow(
    `Import ${newest.importId} came into this course after import ${old.importId}: undo that one first.`,
  )
  await expect(undo(999_999)).rejects.toThrow('There is no import 999999.')
  const setState = (state: string) =>
    pool.query('UPDATE imports SET state = ? WHERE id = ?', [state, old.importId])
  await setState('failed')
  await expect(undo(old.importId)).rejects.toThrow(/is failed: only one that has succeeded/)
  await setState('running')
  await expect(undo(newest.importId)).rejects.toThrow(/is running: wait until it has ended/)
  await setState('succeeded')
  expect(await stateOf(courseId)).toEqual(before)

  await undo(newest.importId)
  await expect(undo(newest.importId)).rejects.toThrow(/was undone already/)
  await undo(old.importId)
  expect((await stateOf(other)).visits).toHaveLength(1)
  await undo(elsewhere.importId)
  expect((await stateOf(other)).visits).toEqual([])
})

test('of imports that came out of turn, the one that ended last is the newest', async () => {
  const { pool } = courses
  const courseId = await courses.create()
  const retried = await courses.run(courseId, first)
  const earlier = await courses.run(courseId, second)
  await pool.query('UPDATE imports SET finished_at = finished_at + INTERVAL 1 HOUR WHERE id = ?', [
    retried.importId,
  ])
  await expect(undo(earlier.importId)).rejects.toThrow(/undo that one first/)
})

test('a clock that was set back does not change which import is the newest', async () => {
  const { pool } = courses
  const courseId = await courses.create()
  const { importId } = await courses.run(courseId, first)
  await pool.query('UPDATE imports SET finished_at = finished_at + INTERVAL 1 HOUR WHERE id = ?', [
    importId,
  ])
  const before = await stateOf(courseId)
  const newest = await courses.run(courseId, second)
  await expect(undo(importId)).rejects.toThrow(/undo that one first/)
  await undo(newest.importId)
  expect(await stateOf(courseId)).toEqual(before)
})

test('who loses the course on the way changes nothing', async () => {
  const { pool } = courses
  const courseId = await courses.create()
  const { importId } = await courses.run(courseId, first)
  const before = await stateOf(courseId)
  let connections = 0
  const failingPool = Object.create(pool, {
    getConnection: {
      value: async () => {
        // The first connection holds the course's lock, the second one undoes.
        if (++connections === 2) await killLockHolder(courseId)
        return pool.getConnection()
      },
    },
  }) as Pool
  const undoing = undoImport(failingPool, importId, importSettings)
  await expect(undoing).rejects.toBeInstanceOf(CourseNotLocked)
  expect(connections).toBe(2)
  expect(await stateOf(courseId)).toEqual(before)
  await undo(importId)
})

async function killLockHolder(courseId: number) {
  const [[lock]] = await courses.pool.query<RowDataPacket[]>(
    `SELECT IS_USED_LOCK(CONCAT('cloop-course-', LEFT(SHA1(DATABASE()), 12), '-', ?)) AS holder`,
    [courseId],
  )
  await courses.pool.query(`KILL ${Number(lock!.holder)}`)
}

test('two who undo the same import at once undo it once', async () => {
  const courseId = await courses.create()
  const before = await stateOf(courseId)
  const { importId } = await courses.run(courseId, first)
  const ends = await Promise.allSettled([undo(importId), undo(importId)])
  expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await stateOf(courseId)).toEqual(before)
})
