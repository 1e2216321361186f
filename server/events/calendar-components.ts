import ICAL from 'ical.js'
import { oneLine } from '#shared/one-line.ts'
import { CalendarUnusable } from './calendar-unusable.ts'

/** More than a university's calendar of one term has; what one person sends must not keep the others waiting. */
const mostEvents = 5000

export interface CalendarComponents {
  events: ICAL.Component[]
  /** Tasks, which have no place in a course. */
  tasks: ICAL.Component[]
}

/** The events of an iCalendar text (RFC 5545), one calendar or several behind each other. */
export function readComponents(text: string): CalendarComponents {
  const calendars = parse(text).filter(({ name }) => name === 'vcalendar')
  if (calendars.length === 0) throw new CalendarUnusable('The file holds no calendar.')
  for (const calendar of calendars) dropNamelessZones(calendar)
  const events = calendars.flatMap((calendar) => calendar.getAllSubcomponents('vevent'))
  if (events.length > mostEvents) {
    throw new CalendarUnusable(
      `The calendar has ${events.length} events; ${mostEvents} can be read at once.`,
    )
  }
  return { events, tasks: calendars.flatMap((calendar) => calendar.getAllSubcomponents('vtodo')) }
}

function parse(text: string): ICAL.Component[] {
  const [first, ...others] = parseText(text)
  if (first === undefined) return []
  const all = typeof first === 'string' ? [[first, ...others]] : [first, ...others]
  return all.map((one) => new ICAL.Component(one as unknown[]))
}

/** One component, or a list of them. */
function parseText(text: string): unknown[] {
  try {
    return ICAL.parse(text) as unknown[]
  } catch (cause) {
    // Whatever the parser stumbles over, it is the file.
    throw new CalendarUnusable(`The file is not a calendar, or is damaged${found(cause)}.`, {
      cause,
    })
  }
}

/** The parser's own words name the line; where it broke down itself they name nothing. */
function found(cause: unknown): string {
  const isUseful = cause instanceof Error && !(cause instanceof TypeError)
  return isUseful ? `: ${oneLine(cause.message)}` : ''
}

/** Looking for a zone by its name stumbles over one without. */
function dropNamelessZones(calendar: ICAL.Component): void {
  for (const zone of calendar.getAllSubcomponents('vtimezone')) {
    if (!zone.hasProperty('tzid')) calendar.removeSubcomponent(zone)
  }
}
