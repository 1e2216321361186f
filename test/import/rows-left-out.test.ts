import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RowDataPacket } from 'mysql2/promise'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createCourse, runImport, type TestExport } from '../support/import-run.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const course = { startDate: '2026-02-23', weeks: 1, timeZone: 'Europe/Berlin' }
const time = '2026-02-24T10:00Z'
const base: TestExport = {
  'all_user.txt': ['ann|ann|Ann|A|a@e'],
  'all_resources.txt': [
    'page||Page|resource/x-bb-document',
    'quiz||Quiz|resource/x-bb-asmt-test-link',
  ],
}

async function run(given: TestExport) {
  const courseId = await createCourse(database.pool, course)
  return { courseId, ...(await runImport(database.pool, courseId, { ...base, ...given })) }
}

test('each row of the activity that is left out has its first reason, its line and its text', async () => {
  const rows = [
    `ann|page||${time}`,
    '|page||nonsense',
    `${'x'.repeat(256)}|||${time}`,
    `nobody|||${time}`,
    `nobody|nothing||${time}`,
    'ann|nothing||nonsense',
    'ann||nothing|nonsense',
    'ann|page||2026-02-30T10:00Z',
    'ann|page||2027-02-24T10:00Z',
    '"ann"x|page||',
    'ann|page|"say ""hi"""|yesterday',
  ]
  const { receipt, rejects } = await run({ 'activity.txt': rows })
  expect(receipt.files['activity.txt']).toEqual({
    read: 11,
    stored: 1,
    alreadyKnown: 0,
    skipped: {
      ...{ empty_key: 1, long_text: 1, no_target: 1, unknown_user: 1, unknown_resource: 1 },
      ...{ unknown_forum: 1, bad_timestamp: 2, outside_course: 1, malformed_row: 1 },
    },
  })
  const lines = rejects.split('\r\n')
  expect(lines[0]).toBe('file,line,reason,text')
  expect(lines.slice(1, -1).map((line) => line.split(',').slice(0, 3).join())).toEqual(
    [
      ...['empty_key', 'long_text', 'no_target', 'unknown_user', 'unknown_resource'],
      ...['unknown_forum', 'bad_timestamp', 'outside_course', 'malformed_row', 'bad_timestamp'],
    ].map((reason, index) => `activity.txt,${index + 3},${reason}`),
  )
  expect(lines.at(-2)).toBe('activity.txt,12,bad_timestamp,"ann|page|""say """"hi""""""|yesterday"')
})

test('a row that a spreadsheet would run as a formula is made safe', async () => {
  const { rejects } = await run({ 'activity.txt': ['=HYPERLINK("x")|page||never'] })
  expect(rejects.split('\r\n')[1]).toBe(
    `activity.txt,2,unknown_user,"'=HYPERLINK(""x"")|page||never"`,
  )
})

test('without such a row there is no file of rejects', async () => {
  const { receipt, rejects } = await run({ 'activity.txt': [`ann|page||${time}`] })
  expect(rejects).toBe('')
  expect(receipt.files['activity.txt'].skipped).toEqual({})
})

test('the course begins at local midnight, and its end is outside, in all three files', async () => {
  const times = [
    '2026-02-22T22:59:59.999999Z',
    '2026-02-23T00:00', // local, the first instant
    '2026-03-01T22:59:59.999999Z',
    '2026-03-01T23:00:00Z',
  ]
  const { receipt } = await run({
    'forums.txt': times.map((at) => `f|ann|Talk|x|${at}`),
    'assessments.txt': times.map((at) => `ann|quiz|1|${at}`),
    'activity.txt': times.map((at) => `ann|page||${at}`),
  })
  for (const file of ['forums.txt', 'assessments.txt', 'activity.txt'] as const) {
    expect(receipt.files[file]).toMatchObject({ stored: 2, skipped: { outside_course: 2 } })
  }
  expect(receipt.span).toEqual({
    from: '2026-02-22T23:00:00.000000Z',
    to: '2026-03-01T22:59:59.999999Z',
  })
})

test('an attempt must be at an assessment; a bad grade is counted, and its attempt kept without one', async () => {
  const { receipt, courseId } = await run({
    'assessments.txt': [
      `ann|page|50|${time}`,
      `ann|quiz|A+|2026-02-24T10:01Z`,
      `ann|quiz|1000000|2026-02-24T10:02Z`,
      `ann|quiz||2026-02-24T10:03Z`,
      `ann|quiz| 23.45675 |2026-02-24T10:04Z`,
    ],
  })
  expect(receipt.files['assessments.txt']).toEqual({
    read: 5,
    stored: 4,
    alreadyKnown: 0,
    skipped: { not_an_assessment: 1, bad_grade: 2 },
  })
  const [grades] = await database.pool.query<RowDataPacket[]>(
    'SELECT grade FROM attempts WHERE course_id = ? ORDER BY at',
    [courseId],
  )
  expect(grades.map(({ grade }) => grade as unknown)).toEqual([null, null, null, '23.4568'])
})

test('people and resources without a key, with a text too long or a NUL are left out', async () => {
  const long = '😀'.repeat(255)
  const { receipt } = await run({
    'all_user.txt': [
      ...['ann|ann|Ann|A|a@e', '|x|x|x|x', `${long}|x|x|x|x`, `${long}!|x|x|x|x`, 'b|x|\0|x|x'],
    ],
    'all_resources.txt': [
      `page||${'😀'.repeat(1000)}|resource/x-bb-document`,
      `long||${'x'.repeat(1001)}|resource/x-bb-document`,
    ],
  })
  expect(receipt.files['all_user.txt']).toMatchObject({
    stored: 2,
    skipped: { empty_key: 1, long_text: 1, malformed_row: 1 },
  })
  expect(receipt.files['all_resources.txt']).toMatchObject({ stored: 1, skipped: { long_text: 1 } })
})

test('every row that can be read names its forum, by its first thread', async () => {
  const { receipt, courseId } = await run({
    'forums.txt': [`f|nobody|First|x|${time}`, `f|ann|Second|x|${time}`, 'g|ann|Third|x|never'],
    'activity.txt': [`ann||g|${time}`],
  })
  expect(receipt.forums).toEqual({ new: 2 })
  expect(receipt.files['activity.txt'].stored).toBe(1)
  expect(receipt.notices.map(({ code }) => code)).toEqual(['thread_differs'])
  const [forums] = await database.pool.query<RowDataPacket[]>(
    'SELECT title FROM resources WHERE course_id = ? AND is_forum ORDER BY resource_no',
    [courseId],
  )
  expect(forums.map(({ title }) => title as unknown)).toEqual(['First', 'Third'])
})

test('an activity of twenty rows of which none fits is the export of something else', async () => {
  const rows = Array.from({ length: 20 }, (_, n) => `ann|page||2025-02-24T10:${10 + n}Z`)
  await expect(run({ 'activity.txt': rows })).rejects.toMatchObject({
    code: 'nothing_fits',
    message: expect.stringMatching(
      /outside_course 20.*2026-02-23 to 2026-03-01 \(Europe\/Berlin\)/s,
    ),
  })
  const { receipt } = await run({ 'activity.txt': rows.slice(1) })
  expect(receipt.files['activity.txt'].skipped).toEqual({ outside_course: 19 })
})

test('optional columns are used, and cells of theirs that cannot be read are empty', async () => {
  const { receipt, courseId } = await run({
    header: {
      'all_resources.txt':
        'content_key|parent_content_key|title|resource_type|position|max_grade|due_at|x',
    },
    'all_resources.txt': [
      'page||Page|resource/x-bb-document|2|100|2026-02-25T12:00|',
      'quiz||Quiz|resource/x-bb-asmt-test-link|second|A|soon|',
    ],
  })
  expect(receipt.notices.map(({ code, count }) => [code, count])).toEqual([
    ['unreadable_cell', 3],
    ['ignored_columns', 1],
  ])
  const [rows] = await database.pool.query<RowDataPacket[][]>({
    sql: 'SELECT position, max_grade, due_at FROM resources WHERE course_id = ? ORDER BY resource_no',
    values: [courseId],
    rowsAsArray: true,
    dateStrings: true,
  })
  expect(rows).toEqual([
    [2, '100.0000', '2026-02-25 11:00:00.000000'],
    [null, null, null],
  ])
})
