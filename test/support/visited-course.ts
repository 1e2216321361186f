import type { Pool } from 'mysql2/promise'
import { rebuildFigures } from '#import/rebuild-figures.ts'
import { addEmptyCourse } from '../server/support/course.ts'

export interface Visited {
  userNo: number
  resourceNo: number
  at: Temporal.Instant
}

interface Course {
  startDate: string
  weeks: number
  timeZone: string
  code?: string
  owners?: number[]
}

const databaseText = (at: Temporal.Instant) =>
  at.toString({ fractionalSecondDigits: 6 }).replace('T', ' ').replace('Z', '')

/**
 * A course of students 1 and 2 and a tutor, 9, with the resources 1 (content) and 2 (assessment), and with figures
 * as the import counts them; its id.
 */
export async function addVisitedCourse(pool: Pool, course: Course, visits: Visited[]) {
  const id = await addEmptyCourse(pool, course)
  await pool.query(
    'UPDATE course_offerings SET start_date = ?, weeks = ?, time_zone = ? WHERE id = ?',
    [course.startDate, course.weeks, course.timeZone, id],
  )
  await pool.query(
    `INSERT INTO lms_users
      (course_id, user_no, user_key, username, first_name, last_name, email, is_student, import_id)
    VALUES ?`,
    [[1, 2, 9].map((no) => [id, no, `u${no}`, `u${no}`, '', `Person ${no}`, '', no !== 9, 1])],
  )
  await pool.query(
    `INSERT INTO resources
      (course_id, resource_no, is_forum, resource_key, title, resource_type, category, import_id)
    VALUES ?`,
    [
      [
        [id, 1, false, 'k1', 'Article', 'resource/x-bb-document', 'content', 1],
        [id, 2, false, 'k2', 'Quiz', 'assessment/x-bb-qti-test', 'assessment', 1],
      ],
    ],
  )
  if (visits.length > 0) {
    await pool.query(
      'INSERT INTO visits (course_id, user_no, at, resource_no, import_id) VALUES ?',
      [visits.map(({ userNo, at, resourceNo }) => [id, userNo, databaseText(at), resourceNo, 1])],
    )
  }
  await rebuildFigures(pool, id, { sessionGapMinutes: 40 })
  return id
}
