import type ICAL from 'ical.js'
import type { SubmissionType } from '#shared/event-kind.ts'
import { later, type CalendarEvent } from './calendar-event.ts'
import { instantOf, momentOf, type CalendarFrame, type Moment } from './calendar-frame.ts'
import type { CalendarChange, CalendarSeries } from './calendar-series.ts'
import { EventUnusable } from './calendar-unusable.ts'
import { isInside } from './course-instants.ts'

/** One time that an event of a calendar happens, inside the course. */
export interface Happening {
  title: string
  submissionType: SubmissionType | null
  /** The day that the rule gives; a change may have moved it. */
  ruleDay: string
  start: Moment
  end: Moment | null
}

export interface Expanded {
  /** In the order of time. */
  happenings: Happening[]
  /** Whether it happens before or after the course as well. */
  isAlsoOutside: boolean
}

/** A rule that takes more steps to come to the end of the course is none of a timetable. */
const mostSteps = 10_000

/** All times inside the course at which the event happens, with single times changed or left out as the calendar says. */
export function expandSeries(series: CalendarSeries, frame: CalendarFrame): Expanded {
  const byInstant = new Map<number, Happening>()
  let isAlsoOutside = false
  for (const version of versionsOf(series, frame)) {
    const at = instantOf(version.start, frame)
    if (!isInside(at, frame)) isAlsoOutside = true
    else if (!byInstant.has(at)) byInstant.set(at, happeningOf(version, series, frame))
  }
  const happenings = [...byInstant.values()].sort((a, b) => a.start.at - b.start.at)
  return { happenings, isAlsoOutside }
}

/** What holds for a time that the rule gives, and when it takes place. */
interface Version {
  event: CalendarEvent
  rule: ICAL.Time
  start: ICAL.Time
}

function* versionsOf({ main, changes }: CalendarSeries, frame: CalendarFrame): Generator<Version> {
  for (const event of changes) {
    if (!event.isCancelled) yield { event, rule: event.changeOf, start: event.start }
  }
  if (!main) return
  const isLeftOut = exclusionsOf(main, changes)
  const onward = changes
    .filter(({ holdsOn }) => holdsOn)
    .sort((a, b) => a.changeOf.compare(b.changeOf))
  for (const rule of startsOf(main, frame)) {
    if (isLeftOut(rule)) continue
    const change = onward.findLast(({ changeOf }) => changeOf.compare(rule) < 0)
    if (!change) yield { event: main, rule, start: rule }
    else if (!change.isCancelled) yield { event: change, rule, start: shifted(rule, change) }
  }
}

/** The times that the rules give, up to the first after the course, and those named one by one. */
function* startsOf(
  { start, rules, alsoAt }: CalendarEvent,
  frame: CalendarFrame,
): Generator<ICAL.Time> {
  if (rules.length === 0) yield start
  for (const rule of rules) {
    const iterator = rule.iterator(start)
    for (let steps = 0; ; steps += 1) {
      if (steps > mostSteps) throw new EventUnusable('It repeats too often to be read.')
      // The iterator goes on working on what it has handed out.
      const next = (iterator.next() as ICAL.Time | null)?.clone()
      if (!next) break
      yield next
      if (instantOf(next, frame) >= frame.end) break
    }
  }
  yield* alsoAt
}

/** Whether a time of the rule is left out, or stands in the calendar as a change. Some programs name its day only. */
function exclusionsOf(
  main: CalendarEvent,
  changes: readonly CalendarChange[],
): (start: ICAL.Time) => boolean {
  const named = [...main.notAt, ...changes.map(({ changeOf }) => changeOf)]
  const days = new Set(named.filter(({ isDate }) => isDate || main.start.isDate).map(dayOf))
  const instants = new Set(named.filter(({ isDate }) => !isDate).map((time) => time.toUnixTime()))
  return (start) => days.has(dayOf(start)) || (!start.isDate && instants.has(start.toUnixTime()))
}

const dayOf = (time: ICAL.Time) => time.toString().slice(0, 10)

/** Moved on the wall clock by as much as the change has moved its own time. */
function shifted(rule: ICAL.Time, { start, changeOf }: CalendarChange): ICAL.Time {
  return later(rule, start.subtractDate(changeOf))
}

function happeningOf(
  { event, rule, start }: Version,
  { main }: CalendarSeries,
  frame: CalendarFrame,
): Happening {
  const end = endOf(event, start)
  return {
    title: event.title || (main?.title ?? ''),
    submissionType: event.submissionType ?? main?.submissionType ?? null,
    ruleDay: momentOf(rule, frame).day,
    start: momentOf(start, frame),
    end: end && momentOf(end, frame),
  }
}

/** As long after the beginning as the event says; whole days end with the beginning of the next. */
function endOf(event: CalendarEvent, start: ICAL.Time): ICAL.Time | null {
  if (event.end) return later(start, event.end.subtractDateTz(event.start))
  if (!start.isDate) return null
  const next = start.clone()
  next.day += 1
  return next
}
