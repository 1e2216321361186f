import type { PoolConnection } from 'mysql2/promise'
import type { CourseCalendar } from '../figures/course-calendar.ts'
import { exactInstant } from '../instant.ts'
import { VisitList } from '../visit-list.ts'
import { forEachRow } from './sql.ts'

/** Stored visits of one person that matter: from one instant to another (outside), since the course's start. */
export interface Window {
  userNo: number
  from: number
  to: number
}

const noVisits = new VisitList()

interface Course {
  courseId: number
  calendar: CourseCalendar
}

/**
 * Calls `each` for every window, which are in the order of their persons, with the visits stored in it, in
 * time order; the list is used again. Walks one range of the primary key for each window.
 */
export async function forEachWindow(
  connection: PoolConnection,
  { courseId, calendar }: Course,
  windows: Window[],
  each: (userNo: number, known: VisitList) => void,
) {
  if (windows.length === 0) return
  let next = 0
  const emptyBefore = (userNo: number) => {
    for (let window = windows[next]; window && window.userNo < userNo; window = windows[++next]) {
      each(window.userNo, noVisits)
    }
  }
  const start = calendar.startMicros
  await forEachPerson(
    connection,
    { courseId, calendar },
    {
      sql: windows.map(() => '(user_no = ? AND at >= ? AND at < ?)').join(' OR '),
      values: windows.flatMap(({ userNo, from, to }) => [
        userNo,
        exactInstant(start + from),
        exactInstant(start + to),
      ]),
    },
    (userNo, known) => {
      emptyBefore(userNo)
      next++
      each(userNo, known)
    },
  )
  emptyBefore(Infinity)
}

/** Calls `each` for everyone who has visits, with all of them, in time order; the list is used again. */
export async function forEachVisitor(
  connection: PoolConnection,
  course: Course,
  each: (userNo: number, visits: VisitList) => void,
) {
  const { startMicros, endMicros } = course.calendar
  const values = [exactInstant(startMicros), exactInstant(endMicros)]
  await forEachPerson(connection, course, { sql: 'at >= ? AND at < ?', values }, each)
}

/** Walks the primary key. */
async function forEachPerson(
  connection: PoolConnection,
  { courseId, calendar }: Course,
  where: { sql: string; values: unknown[] },
  each: (userNo: number, visits: VisitList) => void,
) {
  const visits = new VisitList()
  let person = 0
  const endPerson = () => {
    if (visits.length > 0) each(person, visits)
    visits.clear()
  }
  await forEachRow(
    connection,
    `SELECT user_no, TIMESTAMPDIFF(MICROSECOND, ?, at), resource_no FROM visits
    WHERE course_id = ? AND (${where.sql}) ORDER BY user_no, at, resource_no`,
    [exactInstant(calendar.startMicros), courseId, ...where.values],
    ([userNo, at, resourceNo]) => {
      if (userNo !== person) endPerson()
      person = Number(userNo)
      visits.push(Number(at), Number(resourceNo))
    },
  )
  endPerson()
}
