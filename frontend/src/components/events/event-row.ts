import { addDays, daysBetween, weekDates, weekOfDayIndex } from '#shared/calendar-days.ts'
import type { Course } from '#shared/course.ts'
import type { EventInput } from '#shared/event.ts'
import { formatDay } from '../../texts/format.ts'
import { texts } from '../../texts/texts.ts'
import { wallTimeOf } from './wall-clock.ts'

type Dates = Pick<Course, 'startDate' | 'weeks' | 'timeZone'>

/** An event as lists show it. */
export interface EventRow<Event extends EventInput = EventInput> {
  event: Event
  /** Sorts by when it happens first. */
  begins: string
  when: string
  /** First and last teaching week; null where it lies outside of the course. */
  weeks: { first: number; last: number } | null
}

const t = texts.events

export function eventRow<Event extends EventInput>(event: Event, course: Dates): EventRow<Event> {
  const { timeZone } = course
  switch (event.kind) {
    case 'single': {
      const { day, time } = wallTimeOf(event.at, timeZone)
      const when = `${formatDay(day, 'weekday')}, ${time}`
      return { event, begins: `${day} ${time}`, when, weeks: weeksOf(day, day, course) }
    }
    case 'submission': {
      const start = wallTimeOf(event.startAt, timeZone)
      const end = wallTimeOf(event.endAt, timeZone)
      const [from, to] = [start, end].map(
        ({ day, time }) => `${formatDay(day, 'weekday')}, ${time}`,
      )
      const weeks = weeksOf(start.day, end.day, course)
      return { event, begins: `${start.day} ${start.time}`, when: `${from} – ${to}`, weeks }
    }
    case 'repeating': {
      const { weekday, time, startWeek, endWeek } = event
      const first = addDays(weekDates(course, startWeek).firstDay, weekday - 1)
      const last = addDays(weekDates(course, endWeek).firstDay, weekday - 1)
      const days = t.fromDayToDay(formatDay(first), formatDay(last))
      const when = t.every(formatDay(first, 'longName'), time)
      const weeks = weeksOf(first, last, course)
      return { event, begins: `${first} ${time ?? ''}`, when: `${when}, ${days}`, weeks }
    }
  }
}

function weeksOf(first: string, last: string, { startDate, weeks }: Dates): EventRow['weeks'] {
  const weekOf = (day: string) => weekOfDayIndex(daysBetween(startDate, day))
  const span = { first: weekOf(first), last: weekOf(last) }
  return span.first >= 1 && span.last <= weeks ? span : null
}

/** `W3`, `W1 – W14`. */
export function weeksText(weeks: EventRow['weeks']): string {
  if (!weeks) return t.outside
  const [first, last] = [weeks.first, weeks.last].map(texts.shell.weekShort)
  return first === last ? (first ?? '') : `${first} – ${last}`
}

/** `Single event`, `Submission, quiz`. */
export function kindText(event: EventInput): string {
  const kind = t.kinds[event.kind]
  return event.kind === 'submission' ? `${kind}, ${t.submissionTypes[event.submissionType]}` : kind
}
