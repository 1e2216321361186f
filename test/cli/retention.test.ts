import { expect, test } from 'vitest'
import { importTables, rowsOf } from '../support/import-run.ts'
import { course, useKeptCourses } from './kept-courses.ts'

const world = useKeptCourses()
const { cloop, rows, keptCourse, areThere } = world

test('courses are emptied when they have been kept long enough, and not before', async () => {
  const longAgo = { ...course, startDate: '2020-02-03' }
  const [byRule, forEver, byOwnRule] = [
    await keptCourse(longAgo),
    await keptCourse({ ...course, startDate: '2199-02-04' }),
    await keptCourse(longAgo),
  ]
  await world.pool.query('UPDATE course_offerings SET keep_days = 36500 WHERE id = ?', [
    byOwnRule.courseId,
  ])
  const rule = { COURSE_KEEP_DAYS: '365' }
  const held = async () =>
    Promise.all(
      [byRule, forEver, byOwnRule].map(
        async ({ courseId }) =>
          Object.values(await rowsOf(world.pool, importTables, courseId)).flat().length > 0,
      ),
    )

  expect((await cloop(['retention', '--dry-run'])).output).toBe('nothing would go\n')
  const dry = await cloop(['retention', '--dry-run'], rule)
  expect(dry.output).toMatch(
    /^would go: C\d+, ended on 2020-03-02, kept for 365 days: 2 people with all they did, files of 2 imports\n$/,
  )
  expect(await held()).toEqual([true, true, true])

  expect((await cloop(['retention'], rule)).output).toMatch(/^emptied: C\d+/)
  expect(await held()).toEqual([false, true, true])
  expect(await areThere(byRule.files)).toEqual([false, false])
  expect(await areThere(byOwnRule.files)).toEqual([true, true])
  expect((await cloop(['retention'], rule)).output).toBe('nothing to do\n')
  expect(await rows('SELECT action, course_id AS id, detail FROM audit_log')).toEqual([
    {
      action: 'retention.applied',
      id: byRule.courseId,
      detail: JSON.stringify({ people: 2, keepDays: 365 }),
    },
  ])
})
