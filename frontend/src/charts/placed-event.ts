import { daysBetween } from '#shared/calendar-days.ts'
import type { Occurrence } from '#shared/event.ts'

/** An occurrence on the time line: `start` and `end` in days since the course began. */
export interface PlacedEvent extends Occurrence {
  /** One per occurrence, and fit for an address: the event's id and its day. */
  key: string
  start: number
  end: number
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known) return known
  const clock = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  })
  clocks.set(timeZone, clock)
  return clock
}

/** How far the wall clock has run through its day, 0 … 1: every day is drawn 24 hours long. */
function shareOfDay(instant: string, timeZone: string): number {
  const [hours = 0, minutes = 0] = clockOf(timeZone)
    .format(new Date(instant))
    .split(':')
    .map(Number)
  return (60 * hours + minutes) / 1440
}

/** In the order of time; an event without a time of day stands in the middle of its day. */
export function placeEvents(
  events: readonly Occurrence[],
  { startDate, timeZone }: { startDate: string; timeZone: string },
): PlacedEvent[] {
  const timeOf = (day: string, at: string | null) =>
    daysBetween(startDate, day) + (at === null ? 0.5 : shareOfDay(at, timeZone))
  return events
    .map((event) => {
      const start = timeOf(event.day, event.at)
      const end = event.endDay ? timeOf(event.endDay, event.endAt ?? null) : start
      return { ...event, key: `${event.eventId}-${event.day}`, start, end: Math.max(start, end) }
    })
    .sort((a, b) => a.start - b.start || b.end - a.end || a.eventId - b.eventId)
}

/** Whether any of the event falls on the day. */
export function touchesDay({ start, end }: PlacedEvent, day: number): boolean {
  return start < day + 1 && (end > day || Math.floor(start) === day)
}

export function touchesSpan({ start, end }: PlacedEvent, span: { from: number; to: number }) {
  return start < span.to && end >= span.from
}
