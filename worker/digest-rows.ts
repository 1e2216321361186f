/** SQL for the weekly digest: a week of every course from its figures, and who wants to read it. */
import type { Pool } from 'mysql2/promise'
import { select } from './sql.ts'

/** A course's week; figures of the week before are null in its first week. */
export interface CourseWeek {
  courseId: number
  code: string
  title: string
  timeZone: string
  /** From 1. */
  week: number
  weeks: number
  /** UTC; null while nothing is stored. */
  lastActivityAt: Date | null
  content: number
  communication: number
  assessment: number
  sessions: number
  students: number
  classSize: number
  before: { visits: number; students: number } | null
}

/** Sums, and what `COALESCE` makes of counts, arrive as text. */
type Counted = 'content' | 'communication' | 'assessment' | 'sessions' | 'students'
type Row = Omit<CourseWeek, Counted | 'before'> &
  Record<Counted | 'visitsBefore' | 'studentsBefore', string | number>

/** Of all courses that had a week from this Monday on. Per course: 14 days, two weeks, its people. */
export async function courseWeeks(pool: Pool, monday: string): Promise<CourseWeek[]> {
  const rows = await select<Row>(
    pool,
    `WITH c AS (
       SELECT id, code, title, time_zone, weeks, last_activity_at,
              DATEDIFF(?, start_date) AS first, DATEDIFF(?, start_date) DIV 7 + 1 AS week
         FROM course_offerings WHERE DATEDIFF(?, start_date) BETWEEN 0 AND 7 * weeks - 1
     ), d AS (
       SELECT c.id, SUM(IF(f.day_index >= c.first, f.content, 0)) AS content,
              SUM(IF(f.day_index >= c.first, f.communication, 0)) AS communication,
              SUM(IF(f.day_index >= c.first, f.assessment, 0)) AS assessment,
              SUM(IF(f.day_index >= c.first, f.sessions, 0)) AS sessions,
              SUM(IF(f.day_index < c.first, f.content + f.communication + f.assessment, 0)) AS visitsBefore
         FROM c JOIN course_days f
           ON f.course_id = c.id AND f.day_index BETWEEN c.first - 7 AND c.first + 6
        GROUP BY c.id
     )
     SELECT c.id AS courseId, c.code, c.title, c.time_zone AS timeZone, c.week, c.weeks,
            c.last_activity_at AS lastActivityAt, COALESCE(d.content, 0) AS content,
            COALESCE(d.communication, 0) AS communication, COALESCE(d.assessment, 0) AS assessment,
            COALESCE(d.sessions, 0) AS sessions, COALESCE(d.visitsBefore, 0) AS visitsBefore,
            COALESCE(w.students, 0) AS students, COALESCE(b.students, 0) AS studentsBefore,
            (SELECT COUNT(*) FROM lms_users u
              WHERE u.course_id = c.id AND u.is_student AND NOT u.left_out) AS classSize
       FROM c LEFT JOIN d ON d.id = c.id
       LEFT JOIN category_weeks w
         ON w.course_id = c.id AND w.category = 'any' AND w.week = c.week
       LEFT JOIN category_weeks b
         ON b.course_id = c.id AND b.category = 'any' AND b.week = c.week - 1 AND b.week > 0
      ORDER BY c.title, c.id`,
    [monday, monday, monday],
  )
  return rows.map(weekOf)
}

function weekOf({ visitsBefore, studentsBefore, ...row }: Row): CourseWeek {
  const before = { visits: Number(visitsBefore), students: Number(studentsBefore) }
  return {
    ...row,
    content: Number(row.content),
    communication: Number(row.communication),
    assessment: Number(row.assessment),
    sessions: Number(row.sessions),
    students: Number(row.students),
    before: row.week > 1 ? before : null,
  }
}

export interface Reader {
  userId: number
  email: string
  courseIds: number[]
}

/** Owners of courses who want the digest. */
export async function digestReaders(pool: Pool): Promise<Reader[]> {
  const rows = await select<{ userId: number; email: string; courseId: number }>(
    pool,
    `SELECT u.id AS userId, u.email, o.course_id AS courseId
       FROM users u JOIN course_owners o ON o.user_id = u.id
      WHERE u.wants_digest AND u.deactivated_at IS NULL
      ORDER BY u.id, o.course_id`,
  )
  const readers = new Map<number, Reader>()
  for (const { userId, email, courseId } of rows) {
    const reader = readers.get(userId) ?? { userId, email, courseIds: [] }
    readers.set(userId, reader)
    reader.courseIds.push(courseId)
  }
  return [...readers.values()]
}
