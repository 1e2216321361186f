/** How a repeating event with a time of day divides the weeks of a course. Server side only, as `local-time.ts`. */
import { addDays, weekDates } from './calendar-days.ts'
import { startOfDay, timeOnDay, type ZonedCourse } from './local-time.ts'

/** Weekday 1 is Monday, time is `HH:MM`. */
export interface SplitTime {
  weekday: number
  time: string
}

/** Epoch milliseconds; `until` is outside. */
export interface SplitWindow {
  from: number
  until: number
}

/**
 * For each week what lies between the beginning of the event's day and its instant: that, and the days before,
 * is before the event. The clocks can change in between.
 */
export function splitWindows(course: ZonedCourse, { weekday, time }: SplitTime): SplitWindow[] {
  const { timeZone } = course
  return Array.from({ length: course.weeks }, (_, index) => {
    const { firstDay } = weekDates(course, index + 1)
    const day = addDays(firstDay, weekday - 1)
    const weekEnd = startOfDay(addDays(firstDay, 7), timeZone)
    const from = startOfDay(day, timeZone)
    return { from, until: Math.min(timeOnDay(day, time, timeZone), weekEnd) }
  })
}
