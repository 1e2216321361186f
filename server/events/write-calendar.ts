import ICAL from 'ical.js'
import { addDays, lastDay, weekDates } from '#shared/calendar-days.ts'
import type { CourseEvent } from '#shared/event.ts'
import type { ZonedCourse } from '#shared/local-time.ts'
import { oneLine } from '#shared/one-line.ts'
import type { StoredEvent } from './plan-changes.ts'
import { timeZoneComponent } from './time-zone-component.ts'

/** An event with the instant at which it was changed last. */
export interface WrittenEvent extends StoredEvent {
  updatedAt: Date
}

/** The events as an iCalendar file (RFC 5545), from which `readCalendar` makes the same events. */
export function writeCalendar(
  course: ZonedCourse & { code: string },
  events: readonly WrittenEvent[],
): string {
  const calendar = new ICAL.Component('vcalendar')
  calendar.addPropertyWithValue('version', '2.0')
  calendar.addPropertyWithValue('prodid', '-//cloop//cloop//EN')
  // The name under which programs show it. Not in the standard: its type has to be told.
  calendar.addProperty(new ICAL.Property(['x-wr-calname', {}, 'text', oneLine(course.code)]))
  const span = { first: course.startDate, last: lastDay(course) }
  calendar.addSubcomponent(timeZoneComponent(course.timeZone, span))
  for (const event of events) calendar.addSubcomponent(componentOf(course, event))
  // 75 bytes a line, the space before a folded one included, which the library does not count.
  ICAL.foldLength = 74
  return `${calendar.toString()}\r\n`
}

function componentOf(course: ZonedCourse, { uid, event, updatedAt }: WrittenEvent): ICAL.Component {
  const component = new ICAL.Component('vevent')
  component.addPropertyWithValue('uid', uid)
  component.addPropertyWithValue('dtstamp', utc(updatedAt))
  component.addPropertyWithValue('summary', oneLine(event.title, event.title.length))
  addTimes(component, course, event)
  return component
}

function addTimes(component: ICAL.Component, course: ZonedCourse, event: CourseEvent): void {
  switch (event.kind) {
    case 'single':
      component.addPropertyWithValue('dtstart', utc(event.at))
      return
    case 'submission': {
      const [start, end] = [utc(event.startAt), utc(event.endAt)]
      component.addPropertyWithValue('dtstart', start)
      // An end must be later than the beginning; without one the event ends at once.
      if (end.compare(start) > 0) component.addPropertyWithValue('dtend', end)
      component.addPropertyWithValue('categories', event.submissionType.toUpperCase())
      return
    }
    case 'repeating': {
      const { startWeek, endWeek, weekday, time } = event
      const day = addDays(weekDates(course, startWeek).firstDay, weekday - 1)
      const local = time === null ? day : `${day}T${time}:00`
      const start = component.addPropertyWithValue('dtstart', localTime(local))
      // The rule goes with the clocks of the zone.
      if (time !== null) start.setParameter('tzid', course.timeZone)
      const count = endWeek - startWeek + 1
      component.addPropertyWithValue('rrule', new ICAL.Recur({ freq: 'WEEKLY', count }))
    }
  }
}

function localTime(written: string): ICAL.Time {
  return written.length === 10
    ? ICAL.Time.fromDateString(written)
    : ICAL.Time.fromDateTimeString(written)
}

function utc(instant: string | Date): ICAL.Time {
  return ICAL.Time.fromJSDate(new Date(instant), true)
}
