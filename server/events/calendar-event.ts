import ICAL from 'ical.js'
import { submissionTypes, type SubmissionType } from '#shared/event-kind.ts'
import { oneLine } from '#shared/one-line.ts'
import { EventUnusable } from './calendar-unusable.ts'

/** What of a VEVENT matters here. All its times know their zone. */
export interface CalendarEvent {
  uid: string | null
  /** Empty where it has none. */
  title: string
  isCancelled: boolean
  /** The newest of several versions has the highest. */
  sequence: number
  submissionType: SubmissionType | null
  start: ICAL.Time
  end: ICAL.Time | null
  rules: ICAL.Recur[]
  alsoAt: ICAL.Time[]
  notAt: ICAL.Time[]
  /** Set for a change of one time of a repeating event: the time that its rule gives. */
  changeOf: ICAL.Time | null
  /** The change holds for all later times as well. */
  holdsOn: boolean
}

/** Gives a zone for the TZID of a time (none: a floating time) that the calendar itself has placed in `own`. */
export type ZoneOf = (tzid: string | null, own: ICAL.Timezone) => ICAL.Timezone

const longestTitle = 255

export function readEvent(component: ICAL.Component, zoneOf: ZoneOf): CalendarEvent {
  const times = (name: string) => timesOf(component, name, zoneOf)
  const [start] = times('dtstart')
  if (!start) throw new EventUnusable('It has no beginning.')
  const [changeOf = null] = times('recurrence-id')
  return {
    uid: textOf(component, 'uid').trim() || null,
    title: titleOf(component),
    isCancelled: textOf(component, 'status').toUpperCase() === 'CANCELLED',
    sequence: Number(component.getFirstPropertyValue('sequence')) || 0,
    submissionType: submissionTypeOf(component),
    start,
    end: times('dtend')[0] ?? endByDuration(component, start),
    rules: rulesOf(component, start),
    alsoAt: times('rdate'),
    notAt: times('exdate'),
    changeOf,
    holdsOn:
      component.getFirstProperty('recurrence-id')?.getFirstParameter('range') === 'THISANDFUTURE',
  }
}

/** In one line, and short enough for an event of ours: where letters count twice, half of them. */
export function titleOf(component: ICAL.Component): string {
  const text = textOf(component, 'summary')
  const title = oneLine(text, longestTitle)
  return title.length <= longestTitle ? title : oneLine(text, Math.floor(longestTitle / 2))
}

function textOf(component: ICAL.Component, name: string): string {
  const value = component.getFirstPropertyValue(name)
  return typeof value === 'string' ? value : ''
}

function submissionTypeOf(component: ICAL.Component): SubmissionType | null {
  const categories = component
    .getAllProperties('categories')
    .flatMap((property) => property.getValues() as unknown[])
    .map((category) => String(category).trim().toLowerCase())
  return submissionTypes.find((type) => categories.includes(type)) ?? null
}

function timesOf(component: ICAL.Component, name: string, zoneOf: ZoneOf): ICAL.Time[] {
  return component.getAllProperties(name).flatMap((property) => {
    const tzid = property.getFirstParameter('tzid') as string | undefined
    return property.getValues().map((value: unknown) => {
      const time = value instanceof ICAL.Period ? value.start : value
      if (!(time instanceof ICAL.Time)) throw new EventUnusable('Its times cannot be read.')
      if (time.isDate || time.zone === ICAL.Timezone.utcTimezone) return time
      time.zone = zoneOf(tzid || null, time.zone)
      return time
    })
  })
}

function endByDuration(component: ICAL.Component, start: ICAL.Time): ICAL.Time | null {
  const duration = component.getFirstPropertyValue('duration')
  return duration instanceof ICAL.Duration ? later(start, duration) : null
}

export function later(time: ICAL.Time, duration: ICAL.Duration): ICAL.Time {
  const moved = time.clone()
  moved.addDuration(duration)
  return moved
}

function rulesOf(component: ICAL.Component, start: ICAL.Time): ICAL.Recur[] {
  return component.getAllProperties('rrule').map((property) => {
    const rule = property.getFirstValue()
    if (!(rule instanceof ICAL.Recur)) throw new EventUnusable('Its rule cannot be read.')
    rule.until &&= untilIn(rule.until, start)
    return rule
  })
}

/** Many programs write the end of a rule as a day, which is meant whole, or without a zone. */
function untilIn(until: ICAL.Time, start: ICAL.Time): ICAL.Time {
  if (start.isDate || until.zone === ICAL.Timezone.utcTimezone) return until
  const { year, month, day } = until
  const { hour, minute, second } = until.isDate ? { hour: 23, minute: 59, second: 59 } : until
  return new ICAL.Time({ year, month, day, hour, minute, second, isDate: false }, start.zone)
}
