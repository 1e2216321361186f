import type { PoolConnection } from 'mysql2/promise'
import type { CourseCalendar } from '../figures/course-calendar.ts'
import { exactInstant } from '../instant.ts'
import { selectRows } from './sql.ts'

/** Somebody who ought to count in the figures and does not, or does and ought not to. */
export interface Miscounted {
  userNo: number
  standing: 'joins' | 'leaves'
}

/**
 * Whom somebody left out, or took in again, since the figures were counted: everyone who counts and has facts
 * has figures of their own, nobody else has. Looks into indexes, a few times for each person.
 */
export async function selectMiscounted(
  connection: PoolConnection,
  courseId: number,
  { startMicros, endMicros }: CourseCalendar,
): Promise<Miscounted[]> {
  const own = 't.course_id = u.course_id AND t.user_no = u.user_no'
  // Who counts and has visits has a row for the whole course; who has none may have handed something in.
  const handedIn = ['posts', 'attempts'].map(
    (
      table,
    ) => `EXISTS (SELECT 1 FROM ${table} t JOIN student_resources s ON s.course_id = t.course_id
      AND s.resource_no = t.resource_no AND s.user_no = t.user_no WHERE ${own})`,
  )
  const hasFacts = ['visits', 'posts', 'attempts'].map(
    (table) => `EXISTS (SELECT 1 FROM ${table} t WHERE ${own} AND t.at >= ? AND t.at < ?)`,
  )
  const span = [exactInstant(startMicros), exactInstant(endMicros)]
  const people = await selectRows<{ userNo: number; counts: number }>(
    connection,
    `SELECT user_no AS userNo, counts FROM (
      SELECT u.course_id, u.user_no, u.is_student AND NOT u.left_out AS counts,
        (EXISTS (SELECT 1 FROM student_weeks t WHERE ${own} AND t.week = 0)
          OR ${handedIn.join(' OR ')}) AS counted
      FROM lms_users u WHERE u.course_id = ?) AS u
    WHERE counts <> counted AND (NOT counts OR ${hasFacts.join(' OR ')}) ORDER BY user_no`,
    [courseId, ...span, ...span, ...span],
  )
  return people.map(({ userNo, counts }) => ({ userNo, standing: counts ? 'joins' : 'leaves' }))
}
