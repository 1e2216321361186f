import { afterAll, beforeAll, expect, test } from 'vitest'
import { exportFiles } from '#shared/import.ts'
import { rebuildFigures, rebuildStaleFigures } from '#import/rebuild-figures.ts'
import { recountStudents } from '#import/recount-students.ts'
import { insertRows } from '#import/load/insert-rows.ts'
import { callCloop, settingsFor } from '../cli/run-cloop.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import {
  createCourse,
  figuresOf,
  importSettings,
  rowsOf,
  runImport,
  type TestExport,
} from '../support/import-run.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const week = { startDate: '2026-02-23', weeks: 1, timeZone: 'UTC' }
const minute = (n: number) => new Date(Date.UTC(2026, 1, 23) + n * 60_000).toISOString()

/** Ann comes every 30 minutes from one hour to another: one session after a gap of 40 minutes, many after 20. Bob comes once. */
const exportOf = (from: number, to: number): TestExport => ({
  'all_user.txt': ['ann|ann|Ann|A|a@e', 'bob|bob|Bob|B|b@e'],
  'all_resources.txt': ['page||Page|resource/x-bb-document'],
  'activity.txt': [
    `bob|page||${minute(0)}`,
    ...Array.from({ length: 2 * (to - from) }, (_, n) => `ann|page||${minute(60 * from + 30 * n)}`),
  ],
})
const other = { sessionGapMinutes: 20 }
const cloop = (gap: number, ...words: string[]) =>
  callCloop(words, { ...settingsFor(database), SESSION_GAP_MINUTES: String(gap) })
const checked = async (gap: number) => {
  const { checks } = JSON.parse((await cloop(gap, 'check', '--json')).output) as {
    checks: { name: string; outcome: string; text: string }[]
  }
  const { outcome, text } = checks.find(({ name }) => name === 'session-gap')!
  return { outcome, text }
}

async function sessionsOf(courseId: number): Promise<number> {
  const { lms_sessions: rows } = await rowsOf(database.pool, ['lms_sessions'], courseId)
  return rows!.flatMap((row) => /sessions=(.*)$/.exec(row)![1]!.split(' ')).length
}

/** A course in which all was counted with 20 minutes from the start, of these hours. */
async function countedWithOther(to: number) {
  const courseId = await createCourse(database.pool, week)
  await runImport(database.pool, courseId, exportOf(0, to))
  await rebuildFigures(database.pool, courseId, other)
  return figuresOf(database.pool, courseId)
}

test('an import after the setting has changed counts everything anew', async () => {
  const courseId = await createCourse(database.pool, week)
  await runImport(database.pool, courseId, exportOf(0, 10))
  expect(await sessionsOf(courseId)).toBe(2)
  const { receipt } = await runImport(database.pool, courseId, exportOf(5, 12), { settings: other })
  expect(receipt).toMatchObject({ files: { [exportFiles[4]]: { stored: 4 } } })
  expect(await sessionsOf(courseId)).toBe(25)
  expect(await figuresOf(database.pool, courseId)).toEqual(await countedWithOther(12))
})

test('so does a worker that is asked to count, and one that brings in who was left out', async () => {
  const figures = await countedWithOther(10)
  const courseId = await createCourse(database.pool, week)
  await runImport(database.pool, courseId, exportOf(0, 10))
  expect(await rebuildStaleFigures(database.pool, courseId, importSettings)).toEqual({
    isAnew: false,
  })
  expect(await rebuildStaleFigures(database.pool, courseId, other)).toEqual({ isAnew: true })
  expect(await figuresOf(database.pool, courseId)).toEqual(figures)

  await rebuildFigures(database.pool, courseId, importSettings)
  const leaveOut = (leftOut: boolean) =>
    database.pool.query(
      "UPDATE lms_users SET left_out = ? WHERE course_id = ? AND username = 'ann'",
      [leftOut, courseId],
    )
  await leaveOut(true)
  await recountStudents(database.pool, courseId, importSettings)
  await leaveOut(false)
  expect(await recountStudents(database.pool, courseId, other)).toEqual({ people: 1, isAnew: true })
  expect(await figuresOf(database.pool, courseId)).toEqual(figures)
})

test('the check names what is counted with another setting, and recount mends it', async () => {
  await database.pool.query('DELETE FROM course_offerings')
  const [one, two] = [
    await createCourse(database.pool, week),
    await createCourse(database.pool, week),
  ]
  await createCourse(database.pool, week)
  for (const courseId of [one, two]) await runImport(database.pool, courseId, exportOf(0, 10))
  expect(await checked(40)).toEqual({
    outcome: 'passed',
    text: 'every course is counted with 40 minutes',
  })
  const { outcome, text } = await checked(20)
  expect(outcome).toBe('failed')
  expect(text).toMatch(
    /^SESSION_GAP_MINUTES is 20, but the figures of 2 courses were counted with another: C\d+ \(40\)/,
  )
  const code = /C\d+/.exec(text)![0]
  const said = (count: number) => `${count} counted anew, with SESSION_GAP_MINUTES=20\n`
  expect((await cloop(20, 'recount', code)).output).toBe(said(1))
  expect((await checked(20)).text).toMatch(/of 1 course were counted/)
  expect((await cloop(20, 'recount')).output).toBe(said(1))
  expect((await cloop(20, 'recount')).output).toBe(said(0))
  expect((await checked(20)).outcome).toBe('passed')
  expect(await figuresOf(database.pool, one)).toEqual(await countedWithOther(10))
  expect((await cloop(40, 'recount', '--all')).output).toMatch(/^4 counted anew/)
  expect(await sessionsOf(two)).toBe(2)
  expect((await cloop(20, 'clear', code)).code).toBe(0)
  expect((await checked(20)).text).not.toContain(code)
})

test.each([
  [['recount', 'C1', '--all'], 'codes and --all exclude one another'],
  [['recount', '--server', '1'], '--server goes with codes'],
])('%j is not understood', async (words, errors) => {
  expect(await cloop(20, ...words)).toEqual({ code: 2, output: '', errors: `cloop: ${errors}\n` })
})

test('thousands of sessions of one student in one week are kept, too', async () => {
  const courseId = await createCourse(database.pool, week)
  const always: TestExport = {
    ...exportOf(0, 0),
    // The shortest gap there is: a session begins anew after two minutes.
    'activity.txt': Array.from({ length: 5000 }, (_, n) => `ann|page||${minute(2 * n)}`),
  }
  await runImport(database.pool, courseId, always, { settings: { sessionGapMinutes: 1 } })
  expect(await sessionsOf(courseId)).toBe(5000)
  const figures = await figuresOf(database.pool, courseId)
  expect(figures.student_weeks).toContainEqual(expect.stringContaining('sessions=5000'))

  // Where LOAD DATA LOCAL is forbidden such rows go in statements.
  await database.pool.query('DELETE FROM lms_sessions WHERE course_id = ?', [courseId])
  const rows = Array.from({ length: 300 }, (_, userNo) => `${userNo}\t1\t${'1 '.repeat(85_000)}1\n`)
  const connection = await database.pool.getConnection()
  const target = {
    table: 'lms_sessions',
    columns: ['user_no', 'week', 'sessions'],
    constants: { course_id: courseId },
    onRepeat: 'fail',
  } as const
  const loaded = await insertRows(
    connection,
    target,
    rows.map((row) => Buffer.from(row)),
  )
  connection.release()
  expect(loaded).toEqual({ sent: 300, stored: 300, repeated: 0 })
})
