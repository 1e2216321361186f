import { weekOfDayIndex } from '#shared/calendar-days.ts'
import type { SessionList } from '../sessions.ts'
import type { CourseCalendar } from './course-calendar.ts'

/** Sessions of a list, from one index to another (outside), that begin in the same week. */
export interface SessionWeek {
  week: number
  from: number
  to: number
}

export function* sessionWeeks(
  { starts }: SessionList,
  calendar: CourseCalendar,
): Generator<SessionWeek> {
  let day = 0
  for (let from = 0; from < starts.length;) {
    day = calendar.dayOf(starts[from] ?? 0, day)
    const week = weekOfDayIndex(day)
    const end = calendar.startOf(7 * week)
    let to = from + 1
    while (to < starts.length && (starts[to] ?? 0) < end) to++
    yield { week, from, to }
    from = to
  }
}

/** As `lms_sessions.sessions` holds them. */
export function writeSessions(list: SessionList, { from, to }: SessionWeek, startMicros: number) {
  let text = ''
  for (let index = from; index < to; index++) {
    const visits = list.visits[index] ?? 0
    text += `${text === '' ? '' : ' '}${startMicros + (list.starts[index] ?? 0)}`
    if (visits > 1) text += `:${list.minutes[index] ?? 0}:${visits}`
  }
  return text
}

/** Appends what `writeSessions` wrote; weeks must come in order. */
export function readSessions(list: SessionList, text: string, startMicros: number) {
  for (const session of text.split(' ')) {
    const [start, minutes = '0', visits = '1'] = session.split(':')
    list.starts.push(Number(start) - startMicros)
    list.minutes.push(Number(minutes))
    list.visits.push(Number(visits))
  }
}
