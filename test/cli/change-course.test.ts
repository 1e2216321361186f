import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RowDataPacket } from 'mysql2/promise'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createCourse, rowsOf, runImport, type TestExport } from '../support/import-run.ts'
import { callCloop, settingsFor } from './run-cloop.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const given: TestExport = {
  'all_user.txt': ['ann|ann|Ann|A|a@e'],
  'all_resources.txt': ['page||Page|resource/x-bb-document'],
  'activity.txt': ['ann|page||2026-02-23T10:00Z', 'ann|page||2026-02-24T10:00Z'],
}
const went = 'what went: visits 2, posts 0, attempts 0, people 1, resources and forums 1'

const cloop = (...words: string[]) => callCloop(words, settingsFor(database))

async function importedCourse() {
  const courseId = await createCourse(database.pool, {
    ...{ startDate: '2026-02-23', weeks: 2, timeZone: 'UTC' },
  })
  const { importId } = await runImport(database.pool, courseId, given)
  return { courseId, importId }
}

const visitsOf = async (courseId: number) =>
  (await rowsOf(database.pool, ['visits'], courseId)).visits!.length

async function auditOf(courseId: number) {
  const [rows] = await database.pool.query<RowDataPacket[]>(
    'SELECT action, detail, address FROM audit_log WHERE course_id = ?',
    [courseId],
  )
  return rows
}

test('an import is undone, and the one before it after that', async () => {
  const { courseId, importId } = await importedCourse()
  const newest = await runImport(database.pool, courseId, given)
  const early = await cloop('undo', String(importId))
  expect(early).toMatchObject({ code: 1, output: '' })
  expect(early.errors).toBe(
    `cloop: Import ${newest.importId} came into this course after import ${importId}: undo that one first.\n`,
  )
  expect((await cloop('undo', String(newest.importId))).code).toBe(0)
  expect(await visitsOf(courseId)).toBe(2)
  expect(await cloop('undo', String(importId))).toEqual({
    ...{ code: 0, errors: '', output: `import ${importId} is undone; ${went}\n` },
  })
  expect(await visitsOf(courseId)).toBe(0)
  expect(await auditOf(courseId)).toEqual(
    [newest.importId, importId].map((id) => ({
      ...{ action: 'import.undone', detail: `{"import":${id}}`, address: 'cli' },
    })),
  )
})

test.each([['x'], ['0'], ['1.5'], ['99999999999']])('%s is no import', async (id) => {
  expect(await cloop('undo', id)).toMatchObject({ code: 2, output: '' })
})

test('a course is cleared by its code', async () => {
  const { courseId } = await importedCourse()
  const [[row]] = await database.pool.query<RowDataPacket[]>(
    'SELECT code FROM course_offerings WHERE id = ?',
    [courseId],
  )
  const code = String(row!.code)
  expect((await cloop('clear', 'NONE')).errors).toBe('cloop: there is no course NONE\n')
  expect(await visitsOf(courseId)).toBe(2)
  expect(await cloop('clear', code)).toEqual({
    ...{ code: 0, errors: '', output: `${code} is cleared; ${went}\n` },
  })
  expect(await visitsOf(courseId)).toBe(0)
  expect(await auditOf(courseId)).toEqual([
    { action: 'course.cleared', detail: '{}', address: 'cli' },
  ])
})
