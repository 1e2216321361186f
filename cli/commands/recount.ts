import type { Pool, RowDataPacket } from 'mysql2/promise'
import { dbOf } from '#drizzle/db.ts'
import { CourseNotLocked } from '#import/load/course-lock.ts'
import { rebuildFigures } from '#import/rebuild-figures.ts'
import { loadSettings } from '#lib/lifecycle.ts'
import { CommandError, defineCommand, UsageError } from '../command.ts'
import { findCourse, serverOption } from '../find-course.ts'
import { progressOf } from '../progress.ts'
import { withDatabase } from '../with-database.ts'

export const recount = defineCommand({
  summary: 'Counts the figures of courses anew, after SESSION_GAP_MINUTES has changed.',
  takes: [],
  takesMore: 'code',
  options: {
    all: { type: 'boolean', says: 'every course, whatever it was counted with' },
    server: serverOption,
  },
  details:
    'Without a code, those courses that were counted with another SESSION_GAP_MINUTES. The site stays open: a\ncourse shows its old figures until its new ones are there. Some seconds for each million of visits. Workers\nand this command must have the same setting.',
  async run({ more: codes, options: { all, server } }) {
    if (all && codes.length > 0) throw new UsageError('codes and --all exclude one another')
    if (server && codes.length === 0) throw new UsageError('--server goes with codes')
    const { database, sessionGapMinutes } = loadSettings()
    const counted = await withDatabase({ database }, async (pool) => {
      const courseIds =
        codes.length > 0
          ? await Promise.all(codes.map((code) => findCourse(dbOf(pool), code, server)))
          : await selectCourses(pool, all ? null : sessionGapMinutes)
      await countAll(pool, courseIds, sessionGapMinutes)
      return courseIds.length
    })
    console.log(`${counted} counted anew, with SESSION_GAP_MINUTES=${sessionGapMinutes}`)
  },
})

/** All; with a gap, those that were counted with another one. */
async function selectCourses(pool: Pool, otherThanGap: number | null): Promise<number[]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    'SELECT id FROM course_offerings WHERE ? IS NULL OR figures_gap_minutes <> ? ORDER BY id',
    [otherThanGap, otherThanGap],
  )
  return rows.map((row) => row.id as number)
}

async function countAll(pool: Pool, courseIds: number[], sessionGapMinutes: number) {
  const bar = progressOf('recount', courseIds.length)
  try {
    for (const [index, courseId] of courseIds.entries()) {
      await rebuildFigures(pool, courseId, { sessionGapMinutes })
      bar.advance(index + 1)
    }
  } catch (error) {
    if (error instanceof CourseNotLocked) throw new CommandError(error.message, { cause: error })
    throw error
  } finally {
    bar.end()
  }
}
