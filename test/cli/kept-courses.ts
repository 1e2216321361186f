import { mkdtemp, mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createCourse, runImport, type TestExport } from '../support/import-run.ts'
import { callCloop, settingsFor } from './run-cloop.ts'

export const course = { startDate: '2026-02-02', weeks: 4, timeZone: 'UTC' }
export const people = ['1|ann|Ann|Anker|ann@example.edu', '2|bob|Bob|Bay|bob@example.edu']
export const given: TestExport = {
  'all_user.txt': people,
  'all_resources.txt': ['10||Page|resource/x-bb-document', '11||Quiz|assessment/x-bb-qti-test'],
  'forums.txt': ['5|1|Talk|Hello|2026-02-10T02:00:00Z'],
  'assessments.txt': ['1|11|7|2026-02-03T02:00:00Z', '2|11|8|2026-02-11T02:00:00Z'],
  'activity.txt': [3, 10, 17].flatMap((day) => [
    `1|10||2026-02-${String(day).padStart(2, '0')}T21:00:00Z`,
    `2|10||2026-02-${String(day).padStart(2, '0')}T21:30:00Z`,
  ]),
}
const regraded: TestExport = {
  ...given,
  'all_user.txt': ['1|ann|Anna|Anker|ann@example.edu', people[1]!],
  'assessments.txt': ['1|11|9|2026-02-03T02:00:00Z'],
}

/** A database and directories for courses whose exports are kept, and the command on them. */
export function useKeptCourses() {
  let database: TestDatabase
  let root: string

  beforeAll(async () => {
    database = await createTestDatabase()
    root = await mkdtemp(join(tmpdir(), 'cloop-privacy-'))
    for (const name of ['processing', 'processing/done', 'errors']) await mkdir(join(root, name))
  })
  afterAll(async () => {
    await database.drop()
    await rm(root, { recursive: true })
  })
  beforeEach(async () => {
    for (const table of ['course_offerings', 'lms_servers', 'lms_users', 'audit_log']) {
      await database.pool.query(`DELETE FROM ${table}`)
    }
  })

  return {
    get pool() {
      return database.pool
    },
    get root() {
      return root
    },
    cloop: (words: string[], more = {}) =>
      callCloop(words, {
        ...settingsFor(database),
        DATA_PROCESSING_DIR: join(root, 'processing'),
        DATA_ERROR_LOGS_DIR: join(root, 'errors'),
        ...more,
      }),
    rows: async (sql: string, values: unknown[] = []) =>
      (await database.pool.query<RowDataPacket[]>(sql, values))[0],
    /** A course with two imports, whose zip and rejected rows are kept. */
    keptCourse: async (dates = course) => {
      const courseId = await createCourse(database.pool, dates)
      await runImport(database.pool, courseId, given)
      const { importId } = await runImport(database.pool, courseId, regraded)
      const zip = join(root, 'processing/done', `${importId}.zip`)
      const rejects = join(root, 'errors', String(importId))
      await writeFile(zip, 'zip')
      await mkdir(rejects)
      await writeFile(join(rejects, 'rejects.csv'), 'Ann')
      return { courseId, files: [zip, rejects] }
    },
    areThere: async (files: string[]) =>
      (await Promise.allSettled(files.map((path) => stat(path)))).map(
        ({ status }) => status === 'fulfilled',
      ),
  }
}
