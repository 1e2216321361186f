import type { AnyCourseEvent } from '#shared/any-course-event.ts'
import { lastDay } from '#shared/calendar-days.ts'
import type { EventInput } from '#shared/event.ts'
import type { ZonedCourse } from '#shared/local-time.ts'
import { badField } from '../api-error.ts'
import { courseInstants, isInside } from '../events/course-instants.ts'
import type { Table } from './csv.ts'

/** The event as it is kept: instants in UTC, to the millisecond. */
export function keptEvent(event: EventInput): EventInput {
  const utc = (instant: string) => new Date(instant).toISOString()
  switch (event.kind) {
    case 'single':
      return { ...event, at: utc(event.at) }
    case 'submission':
      return { ...event, startAt: utc(event.startAt), endAt: utc(event.endAt) }
    case 'repeating':
      return event
  }
}

/** Throws, by field, where the event does not lie within the course or runs backwards. */
export function checkEvent(course: ZonedCourse, event: EventInput): void {
  switch (event.kind) {
    case 'single':
      checkInside(course, 'at', event.at)
      return
    case 'submission':
      checkInside(course, 'startAt', event.startAt)
      checkInside(course, 'endAt', event.endAt)
      if (event.endAt < event.startAt) throw badField('endAt', 'must not be before startAt')
      return
    case 'repeating':
      checkWeek(course, 'startWeek', event.startWeek)
      checkWeek(course, 'endWeek', event.endWeek)
      if (event.endWeek < event.startWeek) throw badField('endWeek', 'must not be before startWeek')
  }
}

function checkInside(course: ZonedCourse, path: string, instant: string): void {
  if (isInside(Date.parse(instant), courseInstants(course))) return
  throw badField(path, `must lie within the course, ${course.startDate} to ${lastDay(course)}`)
}

function checkWeek({ weeks }: ZonedCourse, path: string, week: number): void {
  if (week > weeks) throw badField(path, `must be between 1 and ${weeks}, the course's last week`)
}

const ofEvents = [
  'id',
  'courseId',
  'courseCode',
  'kind',
  'title',
  'at',
  'startAt',
  'endAt',
] as const
const ofKinds = ['weekday', 'time', 'startWeek', 'endWeek', 'submissionType'] as const

export function anyCourseEventTable(events: AnyCourseEvent[]): Table {
  const names = [...ofEvents, ...ofKinds]
  type Cells = Partial<Record<(typeof names)[number], string | number | null>>
  return { header: names, rows: events.map((event: Cells) => names.map((name) => event[name])) }
}
