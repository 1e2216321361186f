/** SQL on changes of courses that the site has asked for and that rows remember. */
import type { Pool } from 'mysql2/promise'
import type { Job } from '#lib/jobs.ts'
import { select } from './sql.ts'

type RememberedJob = Extract<Job, { job: 'rebuild-figures' | 'remove-course' }>

/** What was asked for longer than `seconds` ago and is not done. */
export async function changesNotDone(pool: Pool, seconds: number): Promise<RememberedJob[]> {
  return select<RememberedJob>(
    pool,
    `SELECT 'rebuild-figures' AS job, id AS courseId FROM course_offerings
      WHERE figures_stale_since < UTC_TIMESTAMP(6) - INTERVAL ? SECOND
     UNION ALL
     SELECT 'remove-course', course_id FROM course_removals
      WHERE requested_at < UTC_TIMESTAMP(6) - INTERVAL ? SECOND`,
    [seconds, seconds],
  )
}
