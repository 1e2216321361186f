import { weekDates, addDays, daysBetween } from '#shared/calendar-days.ts'
import type { CourseEvent, Occurrence } from '#shared/event.ts'
import { localDate, timeOnDay, type ZonedCourse } from '#shared/local-time.ts'
import type { DaySpan } from './days.ts'

/** Every time that the events happen within the days of the span, in the order of the days. */
export function occurrencesIn(
  course: ZonedCourse,
  { first, last }: DaySpan,
  events: CourseEvent[],
): Occurrence[] {
  const indexOf = (day: string) => daysBetween(course.startDate, day)
  return events
    .flatMap((event) => occurrencesOf(course, event))
    .filter(({ day, endDay = day }) => indexOf(day) <= last && indexOf(endDay) >= first)
    .sort(
      (a, b) => compare(a.day, b.day) || compare(a.at ?? '', b.at ?? '') || a.eventId - b.eventId,
    )
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function occurrencesOf(course: ZonedCourse, event: CourseEvent): Occurrence[] {
  const { id: eventId, kind, title } = event
  const localDay = (instant: string) => localDate(Date.parse(instant), course.timeZone)
  switch (event.kind) {
    case 'single':
      return [{ eventId, kind, title, day: localDay(event.at), at: event.at }]
    case 'submission': {
      const { startAt, endAt } = event
      const end = { endDay: localDay(endAt), endAt }
      return [{ eventId, kind, title, day: localDay(startAt), at: startAt, ...end }]
    }
    case 'repeating': {
      const { startWeek, endWeek, weekday, time } = event
      const weeks = Math.max(0, Math.min(endWeek, course.weeks) - startWeek + 1)
      return Array.from({ length: weeks }, (_, offset) => {
        const day = addDays(weekDates(course, startWeek + offset).firstDay, weekday - 1)
        return { eventId, kind, title, day, at: time && instantOf(day, time, course.timeZone) }
      })
    }
  }
}

const instantOf = (day: string, time: string, timeZone: string): string =>
  new Date(timeOnDay(day, time, timeZone)).toISOString()
