/** SQL on changes of courses that the site has asked for and that rows remember. */
import type { Pool } from 'mysql2/promise'
import type { Job } from '#lib/jobs.ts'
import { change, select } from './sql.ts'

type RememberedJob = Extract<Job, { job: keyof typeof rows }>

/** Where a change is remembered from when it is asked for until it is done. */
const rows = {
  'rebuild-figures': { table: 'course_offerings', id: 'id', since: 'figures_stale_since' },
  'recount-course': { table: 'course_offerings', id: 'id', since: 'recount_since' },
  'remove-course': { table: 'course_removals', id: 'course_id', since: 'requested_at' },
} as const

/**
 * What was asked for longer than `seconds` ago, also again, and is not done: but for courses that an import or
 * another change is at, for which it waits anyway.
 */
export async function changesNotDone(pool: Pool, seconds: number): Promise<RememberedJob[]> {
  return select<RememberedJob>(
    pool,
    `SELECT job, courseId FROM (
       SELECT 'rebuild-figures' AS job, id AS courseId FROM course_offerings
        WHERE figures_stale_since < UTC_TIMESTAMP(6) - INTERVAL ? SECOND
       UNION ALL
       SELECT 'recount-course', id FROM course_offerings
        WHERE recount_since < UTC_TIMESTAMP(6) - INTERVAL ? SECOND
       UNION ALL
       SELECT 'remove-course', course_id FROM course_removals
        WHERE requested_at < UTC_TIMESTAMP(6) - INTERVAL ? SECOND) AS asked
      WHERE IS_FREE_LOCK(CONCAT('cloop-course-', LEFT(SHA1(DATABASE()), 12), '-', courseId))
        AND NOT EXISTS (SELECT 1 FROM imports i WHERE i.course_id = courseId AND i.state = 'running')`,
    [seconds, seconds, seconds],
  )
}

/** It is not published again before as much time has passed once more. */
export async function noteAskedAgain(pool: Pool, { job, courseId }: RememberedJob): Promise<void> {
  const { table, id, since } = rows[job]
  await change(
    pool,
    `UPDATE ${table} SET ${since} = UTC_TIMESTAMP(6) WHERE ${id} = ? AND ${since} IS NOT NULL`,
    [courseId],
  )
}
