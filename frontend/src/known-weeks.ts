import { daysBetween } from '#shared/calendar-days.ts'
import type { Course } from '#shared/course.ts'
import { dayOfInstant } from './texts/format.ts'

/**
 * How many weeks of the course the data reach into, from week 1: later ones have no data yet, which is
 * something else than nobody having come.
 */
export function knownWeeks(
  course: Pick<Course, 'startDate' | 'weeks' | 'timeZone' | 'lastActivityAt'>,
): number {
  if (course.lastActivityAt === null) return 0
  const lastDay = dayOfInstant(course.lastActivityAt, course.timeZone)
  const weeks = Math.floor(daysBetween(course.startDate, lastDay) / 7) + 1
  return Math.min(Math.max(weeks, 0), course.weeks)
}
