/** SQL on courses of which nothing that exports brought may be kept any longer. */
import type { Pool } from 'mysql2/promise'
import { change, select } from './sql.ts'

export interface CoursePastItsTime {
  courseId: number
  code: string
  /** The first day after the course. */
  endedOn: string
  keepDays: number
  people: number
  imports: number
}

/**
 * Courses that ended longer ago than they are kept for, as their own rule or that of the installation
 * (null: for ever) says, and that still hold people. Walks the courses.
 */
export function coursesPastTheirTime(
  pool: Pool,
  courseKeepDays: number | null,
): Promise<CoursePastItsTime[]> {
  return select<CoursePastItsTime>(
    pool,
    `SELECT c.id AS courseId, c.code,
            DATE_FORMAT(c.start_date + INTERVAL (7 * c.weeks) DAY, '%Y-%m-%d') AS endedOn,
            COALESCE(c.keep_days, CAST(? AS UNSIGNED)) AS keepDays,
            (SELECT COUNT(*) FROM lms_users u WHERE u.course_id = c.id) AS people,
            (SELECT COUNT(*) FROM imports i WHERE i.course_id = c.id) AS imports
       FROM course_offerings c
      WHERE c.start_date + INTERVAL (7 * c.weeks + COALESCE(c.keep_days, ?)) DAY <= UTC_DATE()
        AND (EXISTS (SELECT 1 FROM lms_users u WHERE u.course_id = c.id)
          OR EXISTS (SELECT 1 FROM left_out_people l WHERE l.course_id = c.id))
      ORDER BY c.id`,
    [courseKeepDays, courseKeepDays],
  )
}

export async function forgetLeftOut(pool: Pool, courseId: number): Promise<void> {
  await change(pool, 'DELETE FROM left_out_people WHERE course_id = ?', [courseId])
}

export async function auditRetention(
  pool: Pool,
  { courseId, people, keepDays }: CoursePastItsTime,
): Promise<void> {
  await change(
    pool,
    `INSERT INTO audit_log (at, actor_id, action, course_id, detail, address)
     VALUES (UTC_TIMESTAMP(6), NULL, 'retention.applied', ?, ?, NULL)`,
    [courseId, JSON.stringify({ people, keepDays })],
  )
}
