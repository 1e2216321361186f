import { addDays, daysBetween, type CourseSpan } from '#shared/calendar-days.ts'
import { startOfDay, type ZonedCourse } from '#shared/local-time.ts'
import { badField } from '../api-error.ts'
import { databaseInstant } from './instants.ts'

/** Days of the course by index, both included. */
export interface DaySpan {
  first: number
  last: number
}

export const wholeCourse = ({ weeks }: CourseSpan): DaySpan => ({ first: 0, last: 7 * weeks - 1 })

/** The days of one week (from 1), or of the course without one. Throws where the course has no such week. */
export function daysOfWeek(course: CourseSpan, week: number | undefined): DaySpan {
  if (week === undefined) return wholeCourse(course)
  checkWeek(course, week)
  return { first: 7 * (week - 1), last: 7 * week - 1 }
}

/** Figures keep the whole course as week 0. */
export function weekOrCourse(course: CourseSpan, week: number | undefined): number {
  if (week === undefined) return 0
  checkWeek(course, week)
  return week
}

function checkWeek({ weeks }: CourseSpan, week: number): void {
  if (week > weeks) throw badField('week', `must be between 1 and ${weeks}, the course's last week`)
}

/** The days from `from` to `to`, which must be days of the course and in order. */
export function daysOfSpan(
  course: CourseSpan,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): DaySpan {
  const { last } = wholeCourse(course)
  const indexOf = (name: 'from' | 'to', day: string) => {
    const index = daysBetween(course.startDate, day)
    if (index >= 0 && index <= last) return index
    const lastDay = addDays(course.startDate, last)
    throw badField(name, `must be a day of the course, ${course.startDate} to ${lastDay}`)
  }
  const span = {
    first: from === undefined ? 0 : indexOf('from', from),
    last: to === undefined ? last : indexOf('to', to),
  }
  if (span.last < span.first) throw badField('to', 'must not be before from')
  return span
}

/** One entry for every day of the span: what `known` has for it, else `none`. */
export function everyDay<Row extends { dayIndex: number }, Answer>(
  { startDate }: CourseSpan,
  { first, last }: DaySpan,
  { known, answer }: { known: Row[]; answer: (row: Row | undefined) => Answer },
): ({ day: string } & Answer)[] {
  const byIndex = new Map(known.map((row) => [row.dayIndex, row]))
  return Array.from({ length: last - first + 1 }, (_, offset) => ({
    day: addDays(startDate, first + offset),
    ...answer(byIndex.get(first + offset)),
  }))
}

/** Instants as the database writes them; `until` no longer belongs to the span. */
export interface InstantSpan {
  from: string
  until: string
}

export function instantsOf(course: ZonedCourse, { first, last }: DaySpan): InstantSpan {
  const startOf = (dayIndex: number) =>
    databaseInstant(startOfDay(addDays(course.startDate, dayIndex), course.timeZone))
  return { from: startOf(first), until: startOf(last + 1) }
}
