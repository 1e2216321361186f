import fc from 'fast-check'
import type { Pool } from 'mysql2/promise'
import type { TestExport } from './import-run.ts'

/** Clocks change on the Sunday of the first week, by half an hour. */
export const randomCourse = { startDate: '2026-09-28', weeks: 2, timeZone: 'Australia/Lord_Howe' }
const start = Date.UTC(2026, 8, 27, 13, 30)

export const randomUsers = ['1', '2', '3', '4']
const types: Record<string, string> = {
  a: 'resource/x-bb-folder',
  b: 'resource/x-bb-document',
  c: 'resource/x-bb-discussionboard',
  d: 'resource/x-bb-asmt-test-link',
}
const header = {
  'all_user.txt': 'user_key|username|firstname|lastname|email|role',
  'all_resources.txt':
    'content_key|parent_content_key|title|resource_type|position|max_grade|due_at',
}

/** Some instants are near others, so that sessions grow together; microseconds matter. */
const instant = fc
  .tuple(fc.nat(14 * 24), fc.constantFrom(0, 1, 30, 40, 41, 59), fc.constantFrom('', '.000001'))
  .map(([hours, minutes, fraction]) => {
    const at = new Date(start + hours * 3_600_000 + minutes * 60_000).toISOString()
    return `${at.slice(0, 19)}${fraction}Z`
  })
/** Few, so that the same attempt comes again with another grade. */
const deadline = fc.nat(3).map((day) => new Date(start + (day + 1) * 86_400_000).toISOString())
const row = (...cells: fc.Arbitrary<string>[]) => fc.tuple(...cells).map((all) => all.join('|'))
const user = fc.constantFrom(...randomUsers)
const role = fc.constantFrom('', '', 'TA')
const name = fc.constantFrom('F', 'G')
const cell = fc.constantFrom('', '1', '2.5')
const due = fc.constantFrom('', '2026-10-01T10:00Z')

const people = fc
  .subarray(randomUsers, { minLength: 1 })
  .chain((keys) =>
    fc.tuple(
      ...keys.map((key) => row(fc.constant(`${key}|u${key}`), name, fc.constant('L|e'), role)),
    ),
  )
const resources = fc.subarray(Object.keys(types), { minLength: 1 }).chain((keys) =>
  fc.tuple(
    ...keys.map((key) => {
      // A page may become a test: then everything is counted anew.
      const kinds = key === 'b' ? [types.b!, types.b!, types.d!] : [types[key]!]
      const parent = fc.constantFrom('', 'a', 'c').map((other) => (other === key ? '' : other))
      return row(fc.constant(key), parent, name, fc.constantFrom(...kinds), cell, cell, due)
    }),
  ),
)

/**
 * Exports as a course may deliver them: they overlap, name people and resources differently or not at all,
 * grade the same attempts otherwise, and are older or newer than one another.
 */
export const randomExport: fc.Arbitrary<TestExport> = fc.record({
  header: fc.constant(header),
  'all_user.txt': people,
  'all_resources.txt': resources,
  'forums.txt': fc.array(row(fc.constantFrom('a', 'f'), user, name, fc.constant('text'), instant), {
    maxLength: 6,
  }),
  'assessments.txt': fc.array(
    row(user, fc.constantFrom('b', 'd'), fc.constantFrom('', '1', '2.5'), deadline),
    { maxLength: 10 },
  ),
  'activity.txt': fc.array(
    row(user, fc.constantFrom('a|', 'b|', 'c|', 'd|', '|a', '|f'), instant),
    // Of more, one at least would have to fit.
    { maxLength: 19 },
  ),
})

/** Has imports count what lies before an event in the middle of the week, and before one on its last day. */
export async function splitWeeks(pool: Pool, courseId: number) {
  await pool.query('INSERT INTO split_times (course_id, weekday, time) VALUES ?', [
    [
      [courseId, 3, '10:00'],
      [courseId, 7, '02:15'],
    ],
  ])
}
