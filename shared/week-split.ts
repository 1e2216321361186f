/** How repeating events divide the weeks of a course. Server side only, as `local-time.ts`. */
import { addDays, weekDates } from './calendar-days.ts'
import { startOfDay, timeOnDay, type ZonedCourse } from './local-time.ts'

/** Weekday 1 is Monday, time is `HH:MM`. */
export interface SplitTime {
  weekday: number
  time: string
}

/** An event without a time of day divides its weeks where its day begins. */
export const splitTimeOf = (event: { weekday: number; time: string | null }): SplitTime => ({
  weekday: event.weekday,
  time: event.time ?? '00:00',
})

/** Epoch milliseconds; `until` is outside. */
export interface SplitWindow {
  from: number
  until: number
}

/** What lies before that time in each week. The clocks can change in between. */
export function splitWindows(course: ZonedCourse, { weekday, time }: SplitTime): SplitWindow[] {
  const { timeZone } = course
  return Array.from({ length: course.weeks }, (_, index) => {
    const { firstDay } = weekDates(course, index + 1)
    const event = timeOnDay(addDays(firstDay, weekday - 1), time, timeZone)
    const weekEnd = startOfDay(addDays(firstDay, 7), timeZone)
    return { from: startOfDay(firstDay, timeZone), until: Math.min(event, weekEnd) }
  })
}
