import type { PoolConnection } from 'mysql2/promise'
import type { CourseCalendar } from '../figures/course-calendar.ts'
import type { KnownStudent } from '../figures/known-student.ts'
import { nothingOpened, readVisitDays } from '../figures/opened-days.ts'
import { exactInstant } from '../instant.ts'
import { noSessions } from '../sessions.ts'
import { resourcesOfStudents } from './own-figures.ts'
import { forEachRow } from './sql.ts'

export const unknownStudent = (): KnownStudent => ({
  opened: nothingOpened(),
  submitted: new Map(),
  weeks: new Map(),
  sessions: noSessions(),
})

/** The stored figures of some students, by their numbers; without sessions. */
export async function selectKnownStudents(
  connection: PoolConnection,
  { courseId, calendar }: { courseId: number; calendar: CourseCalendar },
  userNos: number[],
): Promise<Map<number, KnownStudent>> {
  const known = new Map(userNos.map((userNo) => [userNo, unknownStudent()]))
  if (userNos.length === 0) return known
  const start = exactInstant(calendar.startMicros)
  // Looks each student and resource up by the primary key: an index by student costs more than it saves.
  await forEachRow(
    connection,
    `SELECT STRAIGHT_JOIN t.user_no, t.resource_no, t.visit_days, t.posts, t.attempts, t.newest_grade,
      t.newest_graded, TIMESTAMPDIFF(MICROSECOND, ?, t.first_visit_at),
      TIMESTAMPDIFF(MICROSECOND, ?, t.last_visit_at)
    FROM ${resourcesOfStudents} ORDER BY t.user_no, t.resource_no`,
    [start, start, courseId, userNos],
    ([userNo, resourceNo, visitDays, posts, attempts, newestGrade, newestGraded, first, last]) => {
      const student = known.get(Number(userNo))
      if (!student) return
      readVisitDays(student.opened, {
        resourceNo: Number(resourceNo),
        visitDays: String(visitDays),
        first: Number(first),
        last: Number(last),
      })
      student.submitted.set(Number(resourceNo), {
        posts: Number(posts),
        attempts: Number(attempts),
        newestGrade: newestGrade === null ? null : String(newestGrade),
        newestGraded: newestGraded === null ? null : String(newestGraded),
      })
    },
  )
  // Walks the primary key: one range for each week and student.
  await forEachRow(
    connection,
    `SELECT user_no, week, visits, sessions, TIMESTAMPDIFF(MICROSECOND, ?, last_visit_at)
    FROM student_weeks WHERE course_id = ? AND week IN (?) AND user_no IN (?)`,
    [start, courseId, allWeeks(calendar), userNos],
    ([userNo, week, visits, sessions, lastAt]) => {
      known.get(Number(userNo))?.weeks.set(Number(week), {
        visits: Number(visits),
        sessions: Number(sessions),
        lastAt: Number(lastAt),
      })
    },
  )
  return known
}

const allWeeks = ({ weeks }: CourseCalendar): number[] =>
  Array.from({ length: weeks + 1 }, (_, week) => week)
