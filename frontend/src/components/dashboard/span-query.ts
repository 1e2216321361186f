import { addDays } from '#shared/calendar-days.ts'
import { isWhole } from '../../charts/timeline-address.ts'
import { weekOfSpan, type DaySpan } from '../../charts/time-scale.ts'

interface Dates {
  startDate: string
  weeks: number
}

/** First and last day for questions that take days; nothing for the whole course. */
export function daysQuery(span: DaySpan, course: Dates): { from?: string; to?: string } {
  if (isWhole(span, course)) return {}
  return { from: addDays(course.startDate, span.from), to: addDays(course.startDate, span.to - 1) }
}

/** For questions that know weeks: days in between are answered by the whole course. */
export function weekQuery(span: DaySpan): { week?: number } {
  const week = weekOfSpan(span)
  return week === null ? {} : { week }
}
