import { lastDay } from '#shared/calendar-days.ts'
import type { EventInput } from '#shared/event.ts'
import type { SkippedEvent } from '#shared/event-changes.ts'
import type { CalendarFrame } from './calendar-frame.ts'
import type { CalendarSeries } from './calendar-series.ts'
import { isInside } from './course-instants.ts'
import { expandSeries, type Happening } from './expand-series.ts'
import { weeklyEvent } from './weekly-event.ts'

/** An event to be, under the key by which the next import of the same calendar knows it again. */
export interface WantedEvent {
  key: string
  event: EventInput
}

export interface EventsOfSeries {
  wanted: WantedEvent[]
  skipped: SkippedEvent[]
}

/**
 * What becomes of one event of a calendar: one of ours where it can be, else one for each time it happens.
 * Throws `EventUnusable` where that cannot be told.
 */
export function eventsOfSeries(series: CalendarSeries, frame: CalendarFrame): EventsOfSeries {
  const title = titleOfSeries(series)
  const nothing = (reason: string) => ({ wanted: [], skipped: [{ title, reason }] })
  if (series.main?.isCancelled) return nothing('It is cancelled.')
  const { happenings, isAlsoOutside } = expandSeries(series, frame)
  if (happenings.length === 0) {
    return nothing(isAlsoOutside ? `It lies outside ${nameOf(frame)}.` : 'It never happens.')
  }
  const skipped = isAlsoOutside
    ? [{ title, reason: `Its times outside ${nameOf(frame)}, are left out.` }]
    : []
  const weekly = isRepeated(series, happenings) && weeklyEvent(happenings, frame.course)
  if (weekly) return { wanted: [{ key: series.uid, event: weekly }], skipped }

  const wanted: WantedEvent[] = []
  const keys = keysOf(series, happenings)
  for (const [index, happening] of happenings.entries()) {
    const event = eventOf(happening, frame)
    if (typeof event === 'string') skipped.push({ title: happening.title, reason: event })
    else wanted.push({ key: keys[index] ?? series.uid, event })
  }
  return { wanted, skipped }
}

export function titleOfSeries({ main, changes }: CalendarSeries): string {
  return main?.title || (changes[0]?.title ?? '')
}

const nameOf = ({ course }: CalendarFrame) =>
  `the course, ${course.startDate} to ${lastDay(course)}`

/** A weekly rule says so itself, even where only one week lies inside the course. */
function isRepeated({ main }: CalendarSeries, happenings: Happening[]): boolean {
  return happenings.length > 1 || (main?.rules.some(({ freq }) => freq === 'WEEKLY') ?? false)
}

/** Of single times the day by the rule tells them apart, and a number where there are two on a day. */
function keysOf({ uid, main, changes }: CalendarSeries, happenings: Happening[]): string[] {
  const isAlone = main && main.rules.length + main.alsoAt.length + changes.length === 0
  if (isAlone) return [uid]
  const days = new Map<string, number>()
  return happenings.map(({ ruleDay }) => {
    const count = (days.get(ruleDay) ?? 0) + 1
    days.set(ruleDay, count)
    return keyOfTime(uid, count === 1 ? ruleDay : `${ruleDay}.${count}`)
  })
}

const keyOfTime = (uid: string, time: string) => `${uid}#${time}`

/** The key of the whole event, if this is one of a single time of it. */
export const uidOfKey = (key: string) => key.replace(/#\d{4}-\d\d-\d\d(\.\d+)?$/, '')

/** The event, or why there can be none. */
function eventOf(happening: Happening, frame: CalendarFrame): EventInput | string {
  const { title, start, submissionType } = happening
  if (title === '') return 'It has no title.'
  const startAt = iso(start.at)
  if (!submissionType) return { kind: 'single', title, at: startAt }
  const end = endOf(happening)
  if (end < start.at) return 'It ends before it begins.'
  if (!isInside(end, frame)) return `It ends outside ${nameOf(frame)}.`
  return { kind: 'submission', title, startAt, endAt: iso(end), submissionType }
}

const iso = (at: number) => new Date(at).toISOString()
const minute = 60_000

/** Whole days end with the next midnight, which may be no more of the course: a minute before. */
function endOf({ start, end }: Happening): number {
  if (!end) return start.at
  return end.time === null ? end.at - minute : end.at
}
