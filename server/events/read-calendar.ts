import ICAL from 'ical.js'
import type { SkippedEvent } from '#shared/event-changes.ts'
import type { ZonedCourse } from '#shared/local-time.ts'
import { oneLine } from '#shared/one-line.ts'
import { readComponents } from './calendar-components.ts'
import { readEvent, titleOf, type ZoneOf } from './calendar-event.ts'
import { groupBySeries } from './calendar-series.ts'
import { CalendarUnusable, EventUnusable } from './calendar-unusable.ts'
import { courseInstants } from './course-instants.ts'
import { eventsOfSeries, titleOfSeries, type WantedEvent } from './events-of-series.ts'
import { createZones } from './iana-zone.ts'

const mostWanted = 1000

/** What a calendar comes to in a course. */
export interface ReadCalendar {
  wanted: WantedEvent[]
  /** Of every event of which it is known what comes of it, be it nothing. */
  uids: string[]
  skipped: SkippedEvent[]
}

/**
 * Reads an iCalendar file for a course. What cannot become an event of the course is left out with a reason;
 * throws `CalendarUnusable` where the whole file is none. Rules that never come to an end, or to nothing, keep
 * it busy for ever: `read-in-thread.ts` gives up in time.
 */
export function readCalendar(bytes: Uint8Array, course: ZonedCourse): ReadCalendar {
  const zoneNamed = createZones()
  const zone = zoneNamed(course.timeZone)
  if (!zone) throw new Error(`the course has an unknown time zone: ${course.timeZone}`)
  const frame = { course, zone, ...courseInstants(course) }
  const { events, tasks } = readComponents(textOf(bytes))

  const skipped = tasks.map((task) => ({ title: titleOf(task), reason: 'It is a task, no event.' }))
  const zoneOf = zoneOfTimes(zoneNamed, zone)
  const { series, doubles } = groupBySeries(
    events.flatMap((event) => {
      const title = () => titleOf(event)
      return orSkip(skipped, title, () => readEvent(event, zoneOf)) ?? []
    }),
  )
  skipped.push(...doubles.map(({ title }) => ({ title, reason: 'The calendar has it twice.' })))
  const wanted: WantedEvent[] = []
  const uids: string[] = []
  for (const one of series) {
    const title = () => titleOfSeries(one)
    const made = orSkip(skipped, title, () => eventsOfSeries(one, frame))
    if (!made) continue
    uids.push(one.uid)
    wanted.push(...made.wanted)
    skipped.push(...made.skipped)
  }
  if (wanted.length > mostWanted) {
    throw new CalendarUnusable(
      `The calendar would make ${wanted.length} events; ${mostWanted} can be made at once.`,
    )
  }
  return { wanted, uids, skipped }
}

/** RFC 5545: UTF-8, where nothing says otherwise. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(unfolded(bytes))
  } catch (cause) {
    const message = 'The file is not in UTF-8: save the calendar in that encoding.'
    throw new CalendarUnusable(message, { cause })
  }
}

/** Lines may be folded in the middle of a letter: they are joined byte by byte. */
function unfolded(bytes: Uint8Array): Uint8Array {
  const letters = Buffer.from(bytes).toString('latin1')
  return Buffer.from(letters.replaceAll(/\r?\n[ \t]/g, ''), 'latin1')
}

/** Names like `Europe/Berlin` go by the runtime's tables, all others by the calendar's own if it has them. */
function zoneOfTimes(
  zoneNamed: (tzid: string) => ICAL.Timezone | null,
  ofCourse: ICAL.Timezone,
): ZoneOf {
  return (tzid, own) => {
    if (tzid === null) return ofCourse
    const isDefined = own !== ICAL.Timezone.localTimezone
    const zone = isDefined && !tzid.includes('/') ? own : zoneNamed(tzid)
    if (zone ?? isDefined) return zone ?? own
    throw new EventUnusable(`Its time zone is not known: ${oneLine(tzid, 100)}.`)
  }
}

/** Leaves out what cannot be read. The library throws errors of all kinds over an event that is damaged. */
function orSkip<T>(skipped: SkippedEvent[], title: () => string, read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    const reason = error instanceof EventUnusable ? error.message : 'It cannot be read.'
    skipped.push({ title: title(), reason })
    return null
  }
}
