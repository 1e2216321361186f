import fc from 'fast-check'
import type { Pool } from 'mysql2/promise'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rebuildFigures } from '#import/rebuild-figures.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import {
  createCourse,
  figuresOf,
  importSettings,
  rowsOf,
  runImport,
  type TestExport,
} from '../support/import-run.ts'

/** Clocks change on the Sunday of the first week, by half an hour. */
const course = { startDate: '2026-09-28', weeks: 2, timeZone: 'Australia/Lord_Howe' }
const start = Date.UTC(2026, 8, 27, 13, 30)

const users = ['1', '2', '3', '4']
const resources = [
  'a||Folder|resource/x-bb-folder',
  'b|a|Reading|resource/x-bb-document',
  'c|a|Board|resource/x-bb-discussionboard',
  'd||Test|resource/x-bb-asmt-test-link',
  'e|d|Survey|resource/x-bb-asmt-survey-link',
]
const pages = ['a|', 'b|', 'c|', 'd|', 'e|', '|a', '|f']

/** Some instants are near others, so that sessions grow together; microseconds matter. */
const instant = fc
  .tuple(
    fc.integer({ min: 0, max: 14 * 24 }),
    fc.constantFrom(0, 1, 30, 40, 41, 59),
    fc.constantFrom('', '.5', '.000001'),
  )
  .map(([hours, minutes, fraction]) => {
    const at = new Date(start + hours * 3_600_000 + minutes * 60_000).toISOString()
    return `${at.slice(0, 19)}${fraction}Z`
  })
const visit = fc
  .tuple(fc.constantFrom(...users), fc.constantFrom(...pages), instant)
  .map((cells) => cells.join('|'))
const post = fc
  .tuple(fc.constantFrom('a', 'f'), fc.constantFrom(...users), instant)
  .map(([forum, user, at]) => `${forum}|${user}|Forum ${forum}|text|${at}`)
const attempt = fc
  .tuple(fc.constantFrom(...users), fc.constantFrom('d', 'e'), instant)
  .map(([user, page, at]) => `${user}|${page}|${at.length + Number(at[12])}.5|${at}`)

const facts = fc.record({
  visits: fc.array(visit, { maxLength: 60 }),
  posts: fc.array(post, { maxLength: 10 }),
  attempts: fc.array(attempt, { maxLength: 10 }),
})
type Facts = typeof facts extends fc.Arbitrary<infer T> ? T : never

const header = { 'all_user.txt': 'user_key|username|firstname|lastname|email|role' }

/** An export that names everybody and everything, with some of the facts. */
function exportOf({ visits, posts, attempts }: Facts, staff: readonly string[] = []): TestExport {
  return {
    header,
    'all_user.txt': users.map((key) => `${key}|u${key}|F|L|e|${staff.includes(key) ? 'TA' : ''}`),
    'all_resources.txt': resources,
    // Both forums are named by every export: a row whose time is none still names its forum.
    'forums.txt': ['a|1|Forum a|text|', 'f|1|Forum f|text|', ...posts],
    'assessments.txt': attempts,
    'activity.txt': visits,
  }
}

/** Splits its weeks at two times, so that what lies before events is counted, too. */
async function splitCourse(pool: Pool): Promise<number> {
  const courseId = await createCourse(pool, course)
  await pool.query('INSERT INTO split_times (course_id, weekday, time) VALUES ?', [
    [
      [courseId, 7, '02:15'],
      [courseId, 3, '16:01'],
    ],
  ])
  return courseId
}

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('exports that overlap, in any order and repeated, give the figures of one that holds all', async () => {
  const { pool } = database
  const cuts = fc.array(fc.array(fc.boolean(), { minLength: 80, maxLength: 80 }), {
    minLength: 1,
    maxLength: 4,
  })
  await fc.assert(
    fc.asyncProperty(facts, cuts, fc.infiniteStream(fc.nat(100)), async (all, masks, order) => {
      const whole = await splitCourse(pool)
      await runImport(pool, whole, exportOf(all))
      const pieces = masks.map((mask) => ({
        visits: all.visits.filter((_, index) => mask[index]),
        posts: all.posts.filter((_, index) => mask[60 + index]),
        attempts: all.attempts.filter((_, index) => mask[70 + index]),
      }))
      // What no piece holds comes in one more; some come twice.
      const sequence = [...pieces, all, pieces[0]!]
        .map((piece) => ({ piece, key: order.next().value }))
        .sort((a, b) => a.key - b.key)
      const pieced = await splitCourse(pool)
      for (const { piece } of sequence) {
        const { receipt } = await runImport(pool, pieced, exportOf(piece))
        expect(receipt.notices.map(({ code }) => code)).not.toContain('counted_anew')
      }
      expect(await figuresOf(pool, pieced)).toEqual(await figuresOf(pool, whole))
    }),
    { numRuns: 15 },
  )
}, 300_000)

test('figures that grew with each export are those that are counted anew', async () => {
  const { pool } = database
  const step = fc.record({
    facts,
    staff: fc.subarray(users),
    leftOut: fc.option(fc.subarray(users), { freq: 3 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 4 }), async (steps) => {
      const courseId = await splitCourse(pool)
      for (const { facts, staff, leftOut } of steps) {
        const { receipt } = await runImport(pool, courseId, exportOf(facts, staff))
        expect(receipt.notices.map(({ code }) => code)).not.toContain('counted_anew')
        const grown = await figuresOf(pool, courseId)
        await rebuildFigures(pool, courseId, importSettings)
        expect(grown).toEqual(await figuresOf(pool, courseId))
        if (!leftOut) continue
        await pool.query('UPDATE lms_users SET left_out = user_key IN (?) WHERE course_id = ?', [
          [...leftOut, ''],
          courseId,
        ])
        await rebuildFigures(pool, courseId, importSettings)
      }
      const before = await rowsOf(pool, ['visits', 'posts', 'attempts'], courseId)
      for (const { facts, staff } of steps.slice(-1)) {
        const { receipt } = await runImport(pool, courseId, exportOf(facts, staff))
        for (const file of Object.values(receipt.files)) expect(file.stored).toBe(0)
      }
      expect(await rowsOf(pool, ['visits', 'posts', 'attempts'], courseId)).toEqual(before)
    }),
    { numRuns: 15 },
  )
}, 300_000)
