import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Pool, ResultSetHeader } from 'mysql2/promise'
import { writeDemoExport } from '#cli/demo-export/write-demo-export.ts'
import type { Session } from '#deploy/session.ts'
import { dbOf } from '#drizzle/db.ts'
import { createSessions } from '#server/auth/sessions.ts'
import { courseExports } from '../faults/course-exports.ts'
import { randomCourse } from '../support/random-exports.ts'
import { insertCourse, insertServer } from '../worker/support.ts'
import type { NextExport } from './drops.ts'

const smallCourses = 6
const largeCourses = 2
const largeEvery = 8
const largeCourse = { startDate: '2026-02-23', weeks: 14, timeZone: 'Europe/Berlin' }
/** More than are dropped in half an hour. */
const smallExports = 3000
const sessionMinutes = 720

/** Courses that get exports while servers are stopped, beside each a calm twin, and one for events. */
export async function createCourses(pool: Pool) {
  const rules = [
    ...Array.from({ length: smallCourses }, () => randomCourse),
    ...Array.from({ length: largeCourses }, () => largeCourse),
  ]
  const codes = rules.map((_, index) => `C_${index}`)
  const insertAll = async (serverId: number) => {
    const ids: number[] = []
    for (const [index, rule] of rules.entries()) {
      ids.push(await insertCourse(pool, { serverId, code: codes[index] ?? '', ...rule }))
    }
    return ids
  }
  const serverId = await insertServer(pool, 'rough')
  return {
    serverId,
    codes,
    rough: await insertAll(serverId),
    calm: await insertAll(await insertServer(pool, 'calm')),
    eventCourse: await insertCourse(pool, { serverId, code: 'EVENTS', ...randomCourse }),
  }
}

/** Small exports in turn, odd and broken ones among them, and at times one of a whole course. */
export async function prepareExports({ data }: Session, seed: number, visits: number) {
  const small = courseExports({ seed, courses: smallCourses, count: smallExports })
  const large: Buffer[] = []
  for (const part of [1, 2, 3, 4]) {
    const path = join(data.folder('exports'), `${part}.zip`)
    await writeDemoExport({ ...largeCourse, students: 100, visits, seed: part }, path)
    large.push(await readFile(path))
  }
  return (number: number): NextExport => {
    const round = Math.floor(number / largeEvery)
    const zip = number % largeEvery === largeEvery - 1 && large[round % large.length]
    if (zip) {
      const course = smallCourses + (round % largeCourses)
      return { course, zip: withComment(zip, `export ${number}`), isBroken: false, isLarge: true }
    }
    const next = small[number - round]
    if (!next) throw new Error(`there are only ${small.length} small exports`)
    return { ...next, isLarge: false }
  }
}

/** Another file of the same content: the same bytes once more would be noticed. Zips end with their comment. */
function withComment(zip: Buffer, comment: string): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16LE(comment.length)
  return Buffer.concat([zip.subarray(0, -2), length, Buffer.from(comment)])
}

/** The cookie of an administrator. */
export async function signIn(pool: Pool): Promise<string> {
  const [{ insertId }] = await pool.query<ResultSetHeader>(
    `INSERT INTO users (email, name, password_hash, is_admin, created_at)
    VALUES ('cluster@example.edu', 'Cluster', '', TRUE, UTC_TIMESTAMP(6))`,
  )
  const sessions = createSessions(dbOf(pool), {
    idleMinutes: sessionMinutes,
    longestMinutes: sessionMinutes,
  })
  return `sid=${await sessions.start(insertId, 'cluster')}`
}

export async function makeDirectories(settings: NodeJS.ProcessEnv): Promise<void> {
  const names = [
    'DATA_IMPORT_DIR',
    'DATA_PROCESSING_DIR',
    'DATA_ERROR_LOGS_DIR',
    'DATA_ARCHIVE_DIR',
  ]
  for (const name of names) await mkdir(settings[name] ?? '', { recursive: true })
}
