import type { PoolConnection } from 'mysql2/promise'
import type { CourseCalendar } from '../figures/course-calendar.ts'
import { readSessions } from '../figures/packed-sessions.ts'
import { noSessions, type SessionList } from '../sessions.ts'
import type { Window } from './known-visits.ts'
import { forEachRow } from './sql.ts'

/** All stored sessions of some students, by their numbers. Walks one range of the primary key for each. */
export async function selectKnownSessions(
  connection: PoolConnection,
  { courseId, calendar }: { courseId: number; calendar: CourseCalendar },
  userNos: number[],
): Promise<Map<number, SessionList>> {
  const known = new Map(userNos.map((userNo) => [userNo, noSessions()]))
  if (userNos.length === 0) return known
  await forEachRow(
    connection,
    `SELECT user_no, sessions FROM lms_sessions WHERE course_id = ? AND user_no IN (?)
    ORDER BY user_no, week`,
    [courseId, userNos],
    ([userNo, sessions]) => {
      const list = known.get(Number(userNo))
      if (list) readSessions(list, String(sessions), calendar.startMicros)
    },
  )
  return known
}

/**
 * Widens a window so that it holds every session that a new visit inside could prolong, join or split off: from
 * the beginning of the one at or before it, to the beginning of the second one after it.
 */
export function widenToSessions(
  { userNo, from, to }: Window,
  { starts }: SessionList,
  courseEnd: number,
): Window {
  const begin = starts.findLast((start) => start <= from)
  const next = starts.findIndex((start) => start > to)
  const end = next < 0 ? undefined : starts[next + 1]
  return { userNo, from: begin ?? from, to: end ?? courseEnd }
}
