/**
 * Arithmetic on calendar dates written `YYYY-MM-DD`. A date here is a label on a wall calendar: it has
 * no zone and every one lasts one day, so that clock changes cannot touch it.
 */
const dayMilliseconds = 86_400_000

/** Days since 1970-01-01. */
function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / dayMilliseconds
}

export function addDays(date: string, days: number): string {
  return new Date((dayNumber(date) + days) * dayMilliseconds).toISOString().slice(0, 10)
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from)
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(date: string): number {
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1
}

/** A course's dates: it starts on a Monday and has `7 × weeks` days. */
export interface CourseSpan {
  startDate: string
  weeks: number
}

export function lastDay({ startDate, weeks }: CourseSpan): string {
  return addDays(startDate, 7 * weeks - 1)
}

/** First and last date of a teaching week (1-based). */
export function weekDates(
  { startDate }: CourseSpan,
  week: number,
): { firstDay: string; lastDay: string } {
  const firstDay = addDays(startDate, 7 * (week - 1))
  return { firstDay, lastDay: addDays(firstDay, 6) }
}

/** Teaching week (1-based) of the course's day `dayIndex` (0-based). */
export function weekOfDayIndex(dayIndex: number): number {
  return Math.floor(dayIndex / 7) + 1
}
