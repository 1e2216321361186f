import { afterAll, beforeAll } from 'vitest'
import type { RowDataPacket } from 'mysql2/promise'
import type { ZonedCourse } from '#shared/local-time.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { createCourse, runImport, type TestExport } from './import-run.ts'

/** For one test file: a database, and courses in it that are all of the same days. */
export function useCourses(course: ZonedCourse) {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  return {
    get pool() {
      return database.pool
    },
    create: () => createCourse(database.pool, course),
    run: (courseId: number, given: TestExport) => runImport(database.pool, courseId, given),
    select: async (sql: string, ...values: unknown[]) =>
      (await database.pool.query<RowDataPacket[]>(sql, values))[0],
    /** The same as lists of cells, times as text. */
    cells: async (sql: string, ...values: unknown[]) => {
      const [rows] = await database.pool.query<RowDataPacket[][]>({
        ...{ sql, values, rowsAsArray: true, dateStrings: true },
      })
      return rows
    },
  }
}

/** Two people, a page and a test, for exports whose `all_user.txt` has a role. */
export const ann = 'ann|ann|Ann|A|a@e|'
export const bob = 'bob|bob|Bob|B|b@e|'
const page = 'page||Page|resource/x-bb-document'
export const quiz = 'quiz||Quiz|resource/x-bb-asmt-test-link'
const withRole = { 'all_user.txt': 'user_key|username|firstname|lastname|email|role' }
export const visit = (user: string, day: number) => `${user}|page||2026-02-${day}T10:00Z`
export const smallBase: TestExport = {
  ...{ header: withRole, 'all_user.txt': [ann, bob], 'all_resources.txt': [page, quiz] },
}
