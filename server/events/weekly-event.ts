import { daysBetween, weekdayOf, weekOfDayIndex, type CourseSpan } from '#shared/calendar-days.ts'
import type { EventInput } from '#shared/event.ts'
import type { Happening } from './expand-series.ts'

/**
 * The one repeating event that these times are, in the order of time: every week, on the same weekday, at the
 * same local time and under the same title. Null where they are not.
 */
export function weeklyEvent(
  happenings: readonly Happening[],
  { startDate }: CourseSpan,
): EventInput | null {
  const [first] = happenings
  const last = happenings.at(-1)
  if (!first || !last || first.title === '') return null
  const isWeekly = happenings.every(({ title, submissionType, start }, index) => {
    const isAlike = title === first.title && start.time === first.start.time
    return !submissionType && isAlike && daysBetween(first.start.day, start.day) === 7 * index
  })
  if (!isWeekly) return null
  const weekOf = (day: string) => weekOfDayIndex(daysBetween(startDate, day))
  return {
    kind: 'repeating',
    title: first.title,
    weekday: weekdayOf(first.start.day),
    startWeek: weekOf(first.start.day),
    endWeek: weekOf(last.start.day),
    time: first.start.time,
  }
}
