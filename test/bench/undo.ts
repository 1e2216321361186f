/**
 * What it takes to take things out of a course again: `node test/bench/undo.ts --visits 1000000 --further 1000`.
 * Needs DB_HOST, DB_PORT, DB_USER and DB_PASSWORD of a server; makes and drops a database of its own.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Pool, RowDataPacket } from 'mysql2/promise'
import { writeDemoExport } from '#cli/demo-export/write-demo-export.ts'
import { clearCourse } from '#import/clear-course.ts'
import { rebuildFigures } from '#import/rebuild-figures.ts'
import { recountStudents } from '#import/recount-students.ts'
import { undoImport } from '#import/undo-import.ts'
import { createTestDatabase } from '../support/database.ts'
import { createCourse, importSettings, runImport } from '../support/import-run.ts'
import { exportZipFrom } from './further-zip.ts'

const course = { startDate: '2026-02-23', weeks: 14, timeZone: 'Europe/Berlin' }
const { values } = parseArgs({
  options: {
    visits: { type: 'string', default: '1000000' },
    students: { type: 'string', default: '1000' },
    further: { type: 'string', default: '1000' },
  },
})
const [visits, students, further] = [values.visits, values.students, values.further].map(
  Number,
) as [number, number, number]

const directory = await mkdtemp(join(tmpdir(), 'cloop-bench-'))
const database = await createTestDatabase()
try {
  await main(database.pool)
} finally {
  await database.drop()
  await rm(directory, { recursive: true })
}

async function main(pool: Pool) {
  const zipPath = join(directory, 'export.zip')
  await writeDemoExport({ ...course, students, visits, seed: 1 }, zipPath)
  const courseId = await createCourse(pool, course)
  await timed(`import of ${visits} visits`, () => runImport(pool, courseId, zipPath))
  const furtherPath = join(directory, 'further.zip')
  await exportZipFrom(pool, further, furtherPath)
  const { importId } = await timed(`import of ${further} more`, () =>
    runImport(pool, courseId, furtherPath),
  )
  await timed('the same again', () => runImport(pool, courseId, furtherPath)).then((again) =>
    timed('undo of what brought nothing', () => undoImport(pool, again.importId, importSettings)),
  )
  await timed('undo of those', () => undoImport(pool, importId, importSettings))
  for (const leftOut of [true, false]) {
    await leaveBusiestOut(pool, courseId, leftOut)
    await timed(leftOut ? 'the busiest student left out' : 'and taken in again', () =>
      recountStudents(pool, courseId, importSettings),
    )
  }
  await timed('all figures anew', () => rebuildFigures(pool, courseId, importSettings))
  await timed('clear', () => clearCourse(pool, courseId))
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now()
  const result = await work()
  console.log(`${what}: ${((performance.now() - startedAt) / 1000).toFixed(2)} s`)
  return result
}

async function leaveBusiestOut(pool: Pool, courseId: number, leftOut: boolean) {
  const [[busiest]] = await pool.query<RowDataPacket[]>(
    `SELECT user_no, COUNT(*) AS visits FROM visits JOIN lms_users USING (course_id, user_no)
    WHERE course_id = ? AND is_student GROUP BY user_no ORDER BY visits DESC LIMIT 1`,
    [courseId],
  )
  await pool.query('UPDATE lms_users SET left_out = ? WHERE course_id = ? AND user_no = ?', [
    ...[leftOut, courseId, busiest?.user_no],
  ])
  console.log(`${busiest?.visits} visits are theirs`)
}
