import type { PoolConnection } from 'mysql2/promise'
import type { CourseCalendar } from '../figures/course-calendar.ts'
import { exactInstant } from '../instant.ts'
import { VisitList } from '../visit-list.ts'
import { forEachRow, selectRows } from './sql.ts'

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
 * Widens windows so that they hold every session that a new visit inside could prolong, join or split off:
 * from the beginning of the one at or before it, to the beginning of the second one after it.
 */
export async function widenToSessions(
  connection: PoolConnection,
  { courseId, calendar }: Course,
  windows: Window[],
): Promise<Window[]> {
  if (windows.length === 0) return []
  const start = exactInstant(calendar.startMicros)
  const sinceStart = (column: string) => `TIMESTAMPDIFF(MICROSECOND, ?, ${column})`
  const ofStudent = 'FROM lms_sessions WHERE course_id = ? AND user_no = ? AND started_at'
  const each = windows.map(
    () =>
      `SELECT ? AS userNo, (SELECT ${sinceStart('MAX(started_at)')} ${ofStudent} <= ?) AS beginAt,
      (SELECT ${sinceStart('started_at')} ${ofStudent} > ? ORDER BY started_at LIMIT 1 OFFSET 1) AS endAt`,
  )
  const bounds = await selectRows<{ userNo: number; beginAt: number | null; endAt: number | null }>(
    connection,
    each.join(' UNION ALL '),
    windows.flatMap(({ userNo, from, to }) => [
      userNo,
      ...[start, courseId, userNo, exactInstant(calendar.startMicros + from)],
      ...[start, courseId, userNo, exactInstant(calendar.startMicros + to)],
    ]),
  )
  const boundsOf = new Map(bounds.map((bound) => [bound.userNo, bound]))
  return windows.map(({ userNo, from }) => ({
    userNo,
    from: boundsOf.get(userNo)?.beginAt ?? from,
    to: boundsOf.get(userNo)?.endAt ?? calendar.startOf(calendar.days),
  }))
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
