import { writeFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import type { TestExport } from '../support/import-run.ts'
import { zipPath } from '#lib/files.ts'
import {
  createContext,
  createDirectories,
  insertCourse,
  insertQueued,
  insertServer,
  rowsOf,
  until,
} from './support.ts'

/** Three visits. */
export const smallExport: TestExport = {
  'all_user.txt': ['1|ann|Ann|Lee|ann@example.edu', '2|bob|Bob|Ray|bob@example.edu'],
  'all_resources.txt': ['10||Week 1|resource/x-bb-document'],
  'activity.txt': [
    '1|10||2017-10-02T09:00:00Z',
    '1|10||2017-10-03T09:00:00Z',
    '2|10||2017-10-03T09:00:00Z',
  ],
}

/** A database, and for each test a course and directories of its own. */
export function useImportPlace() {
  let database: TestDatabase
  let serverId = 0
  let courseId = 0
  let courses = 0
  let place: Awaited<ReturnType<typeof createDirectories>>

  beforeAll(async () => {
    database = await createTestDatabase()
    serverId = await insertServer(database.pool, 'LMS')
  })
  afterAll(() => database.drop())
  beforeEach(async () => {
    place = await createDirectories()
    courseId = await insertCourse(database.pool, { serverId, code: `BIO ${(courses += 1)}` })
  })
  afterEach(async () => {
    await place.remove()
    await database.pool.query('DELETE FROM imports')
  })

  async function stateOf(importId: number) {
    const [row] = await rowsOf<Record<string, unknown>>(
      database.pool,
      `SELECT state, attempt, worker, failure_code AS code, receipt IS NOT NULL AS hasReceipt
         FROM imports WHERE id = ?`,
      [importId],
    )
    return row
  }

  return {
    get pool() {
      return database.pool
    },
    get place() {
      return place
    },
    get courseId() {
      return courseId
    },
    stateOf,
    context: (imports = {}) => createContext(database.pool, place.directories, imports),
    /** An import that waits, with its zip. */
    queue: async (content: Buffer | string) => {
      const id = await insertQueued(database.pool, courseId)
      await writeFile(zipPath(place.directories, id), content)
      return id
    },
    visits: async () => {
      const sql = 'SELECT 1 FROM visits WHERE course_id = ?'
      return (await rowsOf(database.pool, sql, [courseId])).length
    },
    runs: (importId: number) => until(async () => (await stateOf(importId))?.state === 'running'),
    /** Holds up every import of the course until `work` is done: while it lasts, they are running. */
    whileCourseIsBusy: async (work: () => Promise<void>) => {
      const connection = await database.pool.getConnection()
      const name = "CONCAT('cloop-course-', LEFT(SHA1(DATABASE()), 12), '-', ?)"
      await connection.query(`SELECT GET_LOCK(${name}, 60)`, [courseId])
      await work()
      await connection.query(`SELECT RELEASE_LOCK(${name})`, [courseId])
      connection.release()
    },
  }
}
