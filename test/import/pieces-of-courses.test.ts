import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ResultSetHeader } from 'mysql2/promise'
import type { ZonedCourse } from '#shared/local-time.ts'
import { cut, exportOf, truthOf, wholeCut, type Cut, type Truth } from '../support/course-truth.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createCourse, figureTables, runImport } from '../support/import-run.ts'
import { namedRows } from '../support/named-rows.ts'
import { splitWeeks } from '../support/random-exports.ts'

/** More of them by CLOOP_TEST_RUNS=200, the same again by CLOOP_TEST_SEED; making a failure smaller takes hours. */
const numRuns = Number(process.env.CLOOP_TEST_RUNS ?? 6)
const seed = Number(process.env.CLOOP_TEST_SEED ?? Date.now() % 1e9)

/** Courses of one code, on servers of their own; their clocks change, or do not. */
const courses: ZonedCourse[] = [
  { startDate: '2026-09-28', weeks: 2, timeZone: 'Australia/Lord_Howe' },
  { startDate: '2026-03-23', weeks: 1, timeZone: 'Europe/Berlin' },
  { startDate: '2026-10-19', weeks: 3, timeZone: 'America/New_York' },
]

let database: TestDatabase
const servers: number[] = []
beforeAll(async () => {
  database = await createTestDatabase()
  for (const name of ['North', 'South', 'East']) {
    const [{ insertId }] = await database.pool.query<ResultSetHeader>(
      'INSERT INTO lms_servers (name, created_at) VALUES (?, UTC_TIMESTAMP(6))',
      [name],
    )
    servers.push(insertId)
  }
})
afterAll(() => database.drop())

let codes = 0

async function newCourse(course: ZonedCourse, server: number | null, code: string) {
  const { pool } = database
  const id = await createCourse(pool, course)
  const sql = 'UPDATE course_offerings SET lms_server_id = ?, code = ? WHERE id = ?'
  await pool.query(sql, [server, code, id])
  await splitWeeks(pool, id)
  return id
}

interface Delivery {
  course: number
  cut: Cut
  /** Deliveries come in the order of these. */
  order: number
  /** Whether it is imported while the one before it is, which may be of another course or of the same. */
  isBeside: boolean
}

const delivery: fc.Arbitrary<Delivery> = fc.record({
  course: fc.nat(courses.length - 1),
  cut,
  order: fc.nat(1000),
  isBeside: fc.boolean(),
})

/** Cuts, repetitions of some of them, and for each course one export that has what the others lack. */
const deliveries = fc
  .tuple(
    fc.array(delivery, { minLength: 3, maxLength: 9 }),
    fc.array(fc.record({ which: fc.nat(8), order: fc.nat(1000), isBeside: fc.boolean() }), {
      maxLength: 3,
    }),
    fc.tuple(...courses.map((_, course) => delivery.map((one) => ({ ...one, course })))),
  )
  .map(([cuts, again, rests]) => [
    ...cuts,
    ...again.map(({ which, ...when }) => ({ ...cuts[which % cuts.length]!, ...when })),
    ...rests.map((rest) => ({ ...rest, cut: restOf(rest, cuts) })),
  ])

/** What no other cut of the course holds. */
function restOf({ course, cut }: Delivery, cuts: Delivery[]): Cut {
  const others = cuts.filter((other) => other.course === course)
  const mask = cut.mask.map((isIn, index) => isIn || !others.some((other) => other.cut.mask[index]))
  return { ...cut, mask, named: wholeCut.named }
}

const truths = fc.tuple(...courses.map((course) => truthOf(course)))

test(`exports of several courses, cut and ordered as they come, give what one export of each whole gives (seed ${seed})`, async () => {
  const { pool } = database
  const seen = { rows: 0, beside: 0, older: 0 }
  async function runOne(all: Truth[], sequence: Delivery[]) {
    const code = `SAME ${(codes += 1)}`
    const pieced: number[] = []
    for (const [index, course] of courses.entries()) {
      pieced.push(await newCourse(course, servers[index]!, code))
    }
    const ordered = sequence.toSorted((a, b) => a.order - b.order)
    const bring = async ({ course: index, cut }: Delivery) => {
      const given = exportOf(all[index]!, courses[index]!, cut)
      const { receipt } = await runImport(pool, pieced[index]!, given)
      const codes = receipt.notices.map(({ code }) => code)
      expect(codes).not.toContain('counted_anew')
      seen.older += Number(codes.includes('older_export'))
    }
    for (let at = 0; at < ordered.length; at += 1) {
      const [one, next] = [ordered[at]!, ordered[at + 1]]
      if (!next?.isBeside) await bring(one)
      else {
        await Promise.all([bring(one), bring(next)])
        seen.beside += 1
        at += 1
      }
    }
    for (const [index, course] of courses.entries()) {
      const whole = await newCourse(course, null, `${code} whole ${index}`)
      await runImport(pool, whole, exportOf(all[index]!, course, wholeCut))
      const expected = await namedRows(pool, whole)
      expect(await namedRows(pool, pieced[index]!)).toEqual(expected)
      for (const table of figureTables) seen.rows += expected[table]!.length
    }
  }
  await fc.assert(fc.asyncProperty(truths, deliveries, runOne), {
    numRuns,
    seed,
    endOnFailure: true,
  })
  expect(seen.rows).toBeGreaterThan(numRuns * 100)
  expect(Math.min(seen.beside, seen.older)).toBeGreaterThan(0)
}, 3_600_000)
