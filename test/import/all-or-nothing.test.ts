import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Pool, RowDataPacket } from 'mysql2/promise'
import { rebuildFigures } from '#import/rebuild-figures.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import {
  createCourse,
  exportZip,
  figureTables,
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

const course = { startDate: '2026-02-23', weeks: 2, timeZone: 'UTC' }
const first: TestExport = {
  'all_user.txt': ['ann|ann|Ann|A|a@e', 'bob|bob|Bob|B|b@e'],
  'all_resources.txt': [
    'page||Page|resource/x-bb-document',
    'quiz||Quiz|resource/x-bb-asmt-test-link',
  ],
  'forums.txt': ['f|ann|Talk|x|2026-02-23T10:00Z'],
  'assessments.txt': ['ann|quiz|1|2026-02-23T10:00Z'],
  'activity.txt': ['ann|page||2026-02-23T10:00Z', 'bob||f|2026-02-23T11:00Z'],
}
const second: TestExport = {
  'all_user.txt': ['ann|ann|Anna|A|a@e', 'cid|cid|Cid|C|c@e'],
  'all_resources.txt': ['page||New|resource/x-bb-document', 'more||More|resource/x-bb-file'],
  'forums.txt': ['g|cid|Chat|x|2026-02-24T10:00Z'],
  'assessments.txt': ['ann|quiz|2|2026-02-23T10:00Z'],
  'activity.txt': [
    ...first['activity.txt']!,
    'cid|more||2026-02-24T10:00Z',
    'ann|page||2026-02-23T10:30Z',
  ],
}

const courseTables = [
  ...figureTables,
  ...[
    'lms_users',
    'resources',
    'visits',
    'posts',
    'attempts',
    'import_changes',
    'course_offerings',
  ],
]
const stateOf = (courseId: number) => rowsOf(database.pool, courseTables, courseId)

test.each([
  ['a lost lease before the commit', second, new Error('not ours')],
  ['an export that turns out to be damaged at its end', damaged(exportZip(second)), undefined],
])('%s changes nothing in a course', async (_, given, refusal) => {
  const stillOurs = refusal && (() => Promise.reject(refusal))
  const fresh = await createCourse(database.pool, course)
  const full = await createCourse(database.pool, course)
  await runImport(database.pool, full, first)
  for (const courseId of [fresh, full]) {
    const before = await stateOf(courseId)
    const failing = runImport(database.pool, courseId, given, stillOurs ? { stillOurs } : {})
    await expect(failing).rejects.toThrow(refusal ?? /activity\.txt/)
    expect(await stateOf(courseId)).toEqual(before)
    await runImport(database.pool, courseId, second)
  }
})

test('the same export again stores nothing and changes no figure', async () => {
  const { pool } = database
  const courseId = await createCourse(pool, course)
  await runImport(pool, courseId, first)
  await runImport(pool, courseId, second)
  const before = await stateOf(courseId)
  const { receipt } = await runImport(pool, courseId, second)
  const { course_offerings: _, ...after } = await stateOf(courseId)
  expect(before).toMatchObject(after)
  for (const { stored, read, alreadyKnown } of Object.values(receipt.files)) {
    expect([stored, alreadyKnown]).toEqual([0, read])
  }
  expect(receipt.people).toEqual({ new: 0, changed: 0 })
  expect(receipt.resources).toEqual({ new: 0, changed: 0, gone: 0, back: 0 })
  expect(receipt.sessions).toEqual({ before: 3, after: 3 })
})

test('the receipt tells what came, and the import bears it', async () => {
  const { pool } = database
  const courseId = await createCourse(pool, course)
  await runImport(pool, courseId, first)
  const { receipt, importId } = await runImport(pool, courseId, second)
  expect(receipt).toEqual({
    files: {
      'all_user.txt': { read: 2, stored: 2, alreadyKnown: 0, skipped: {} },
      'all_resources.txt': { read: 2, stored: 2, alreadyKnown: 0, skipped: {} },
      'forums.txt': { read: 1, stored: 1, alreadyKnown: 0, skipped: {} },
      'assessments.txt': { read: 1, stored: 1, alreadyKnown: 0, skipped: {} },
      'activity.txt': { read: 4, stored: 2, alreadyKnown: 2, skipped: {} },
    },
    people: { new: 1, changed: 1 },
    resources: { new: 1, changed: 1, gone: 1, back: 0 },
    forums: { new: 1 },
    sessions: { before: 2, after: 3 },
    span: { from: '2026-02-23T10:00:00.000000Z', to: '2026-02-24T10:00:00.000000Z' },
    lastActivity: { before: '2026-02-23T11:00:00.000000Z', after: '2026-02-24T10:00:00.000000Z' },
    notices: [],
    seconds: expect.any(Number) as unknown,
  })
  const [[row]] = await pool.query<RowDataPacket[]>(
    `SELECT i.state, i.finished_at IS NOT NULL AS finished, i.receipt, i.newest_at = c.last_activity_at AS newest,
      c.figures_version FROM imports i JOIN course_offerings c ON c.id = i.course_id WHERE i.id = ?`,
    [importId],
  )
  expect(row).toMatchObject({ state: 'succeeded', finished: 1, newest: 1, figures_version: 3 })
  expect(JSON.parse(String(row?.receipt))).toEqual(receipt)
})

test('a course whose dates change meanwhile is read again by its new ones', async () => {
  const { pool } = database
  const courseId = await createCourse(pool, course)
  let connections = 0
  const busyPool = Object.create(pool, {
    getConnection: {
      value: async () => {
        // The first connection holds the course's lock, the second one stores what was read.
        if (++connections === 2) {
          await pool.query("UPDATE course_offerings SET start_date = '2026-03-02' WHERE id = ?", [
            courseId,
          ])
        }
        return pool.getConnection()
      },
    },
  }) as Pool
  const { receipt } = await runImport(busyPool, courseId, first)
  expect(connections).toBe(3)
  expect(receipt.files['activity.txt'].skipped).toEqual({ outside_course: 2 })
  const [[row]] = await pool.query<RowDataPacket[]>(
    "SELECT DATE_FORMAT(start_date, '%Y-%m-%d') AS day FROM course_offerings WHERE id = ?",
    [courseId],
  )
  expect(row).toEqual({ day: '2026-03-02' })
})

test('visits in their hundred thousands come in blocks, and one that stands in two of them comes once', async () => {
  const { pool } = database
  const courseId = await createCourse(pool, course)
  const visit = (n: number) => {
    const at = new Date(Date.UTC(2026, 1, 23) + n * 7000).toISOString()
    return `${n % 3 === 0 ? 'ann' : 'bob'}|${n % 2 === 0 ? 'page' : 'quiz'}||${at}`
  }
  const visits = Array.from({ length: 140_000 }, (_, n) => visit(n))
  const { receipt } = await runImport(pool, courseId, {
    ...first,
    'activity.txt': [...visits, ...visits.slice(0, 100)],
  })
  expect(receipt.files['activity.txt']).toMatchObject({
    read: 140_100,
    stored: 140_000,
    alreadyKnown: 100,
  })
  const again = await runImport(pool, courseId, {
    ...first,
    'activity.txt': [...visits, visit(140_000)],
  })
  expect(again.receipt.files['activity.txt']).toMatchObject({ stored: 1, alreadyKnown: 140_000 })
  const grown = await rowsOf(pool, figureTables, courseId)
  await rebuildFigures(pool, courseId, importSettings)
  expect(await rowsOf(pool, figureTables, courseId)).toEqual(grown)
})

test('imports of one course wait for one another', async () => {
  const { pool } = database
  const courseId = await createCourse(pool, course)
  const receipts = await Promise.all(
    [first, second, first].map((given) => runImport(pool, courseId, given)),
  )
  const stored = receipts.map(({ receipt }) => receipt.files['activity.txt'].stored)
  expect(stored.reduce((sum, rows) => sum + rows, 0)).toBe(4)
})

test('progress goes through the phases, and never beyond the end of one', async () => {
  const courseId = await createCourse(database.pool, course)
  const phases: string[] = []
  await runImport(database.pool, courseId, first, {
    onProgress: ({ phase, rows, of }) => {
      expect(rows).toBeLessThanOrEqual(of)
      phases.push(phase)
    },
  })
  expect([...new Set(phases)]).toEqual([
    ...['reading people', 'reading resources', 'reading posts', 'reading attempts'],
    ...['reading visits', 'storing visits', 'storing figures'],
  ])
})

/** The last bytes of the last entry's data are changed: only its checksum tells. */
function damaged(zip: Buffer): Buffer {
  const copy = Buffer.from(zip)
  const directory = copy.indexOf('PK\x01\x02')
  copy[directory - 1]! ^= 1
  copy[directory - 2]! ^= 1
  return copy
}
