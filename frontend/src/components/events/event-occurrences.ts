import { addDays, weekDates } from '#shared/calendar-days.ts'
import type { Course } from '#shared/course.ts'
import type { CourseEvent, Occurrence } from '#shared/event.ts'
import { instantAt, wallTimeOf } from './wall-clock.ts'

/** Every time that an event happens, on the course's days, as the server tells it beside figures. */
export function occurrencesOf(
  event: CourseEvent,
  course: Pick<Course, 'startDate' | 'weeks' | 'timeZone'>,
): Occurrence[] {
  const { id: eventId, kind, title } = event
  const { timeZone } = course
  const dayOf = (instant: string) => wallTimeOf(instant, timeZone).day
  switch (event.kind) {
    case 'single':
      return [{ eventId, kind, title, day: dayOf(event.at), at: event.at }]
    case 'submission': {
      const { startAt, endAt } = event
      return [
        { eventId, kind, title, day: dayOf(startAt), at: startAt, endDay: dayOf(endAt), endAt },
      ]
    }
    case 'repeating': {
      const { startWeek, endWeek, weekday, time } = event
      const weeks = Math.max(0, Math.min(endWeek, course.weeks) - startWeek + 1)
      return Array.from({ length: weeks }, (_, offset) => {
        const day = addDays(weekDates(course, startWeek + offset).firstDay, weekday - 1)
        const at = time === null ? null : instantAt({ day, time }, timeZone).instant
        return { eventId, kind, title, day, at }
      })
    }
  }
}
