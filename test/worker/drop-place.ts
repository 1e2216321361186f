import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import type { Clock } from '#worker/take-dropped.ts'
import {
  createContext,
  createDirectories,
  emptyZip,
  insertCourse,
  insertServer,
  rowsOf,
} from './support.ts'

export interface ImportRow {
  id: number
  courseId: number
  fileName: string
  state: string
  sha256: string | null
  claimedAt: Date | null
}

/** A database with two courses of one LMS server, `BIO` and `BIO_101`, and fresh directories for each test. */
export function useDropPlace() {
  let database: TestDatabase
  let place: Awaited<ReturnType<typeof createDirectories>>
  let serverId = 0
  let courseId = 0
  let otherCourseId = 0

  beforeAll(async () => {
    database = await createTestDatabase()
    serverId = await insertServer(database.pool, 'LMS')
    courseId = await insertCourse(database.pool, { serverId, code: 'BIO' })
    otherCourseId = await insertCourse(database.pool, { serverId, code: 'BIO_101' })
  })
  afterAll(() => database.drop())
  beforeEach(async () => {
    place = await createDirectories()
  })
  afterEach(async () => {
    await place.remove()
    await database.pool.query('DELETE FROM imports')
  })

  return {
    get pool() {
      return database.pool
    },
    get place() {
      return place
    },
    get serverId() {
      return serverId
    },
    get courseId() {
      return courseId
    },
    get otherCourseId() {
      return otherCourseId
    },
    context: (imports: Parameters<typeof createContext>[2] = {}) =>
      createContext(database.pool, place.directories, imports),
    drop: async (name: string, content: Buffer | string = emptyZip) => {
      await writeFile(join(place.drop, name), content)
      return join(place.drop, name)
    },
    rows: () =>
      rowsOf<ImportRow>(
        database.pool,
        `SELECT id, course_id AS courseId, file_name AS fileName, state, sha256,
                claimed_at AS claimedAt FROM imports ORDER BY id`,
      ),
    zips: async () => (await readdir(place.directories.processing)).sort(),
  }
}

/** Waits without time passing; `between` runs between two looks, with the number of the look before it. */
export function clockWith(between: (look: number) => unknown = () => {}): Clock {
  let looks = 0
  return { now: Date.now, wait: () => Promise.resolve(between((looks += 1))) }
}
