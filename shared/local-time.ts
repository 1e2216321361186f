/**
 * Where a course's days and hours begin on the time line. Server side only: it needs `Temporal`, which
 * not every browser has.
 */
import { addDays, type CourseSpan } from './calendar-days.ts'

export interface ZonedCourse extends CourseSpan {
  timeZone: string
}

/** Epoch milliseconds of local midnight of `date`; where a clock change skips midnight, the day's first instant. */
export function startOfDay(date: string, timeZone: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds
}

/** Epoch milliseconds of a time of day; where a clock change skips that time, moved on; where it repeats it, the earlier. */
export function timeOnDay(date: string, time: string, timeZone: string): number {
  return Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(timeZone).epochMilliseconds
}

/**
 * Epoch milliseconds at which each day of the course begins, and, as one more entry, at which the course
 * ends: `7 × weeks + 1` ascending numbers. An instant `t` belongs to day `d` (0-based) when
 * `starts[d] ≤ t < starts[d + 1]`, which stays true when the clocks change.
 */
export function dayStarts({ startDate, weeks, timeZone }: ZonedCourse): number[] {
  return Array.from({ length: 7 * weeks + 1 }, (_, day) =>
    startOfDay(addDays(startDate, day), timeZone),
  )
}

/** The local date, `YYYY-MM-DD`, of an instant in epoch milliseconds. */
export function localDate(epochMilliseconds: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMilliseconds)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString()
}

/** Whether the runtime knows the IANA zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
