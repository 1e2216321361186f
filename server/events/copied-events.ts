import { daysBetween } from '#shared/calendar-days.ts'
import type { CourseEvent, EventInput } from '#shared/event.ts'
import type { SkippedEvent } from '#shared/event-changes.ts'
import type { ZonedCourse } from '#shared/local-time.ts'
import { courseInstants, isInside } from './course-instants.ts'

interface CopiedEvents {
  wanted: EventInput[]
  skipped: SkippedEvent[]
}

/**
 * The events of one course in another: week n goes to week n, weekday and time on the wall clock stay, also
 * where the zones differ. What has no place there is left out.
 */
export function copiedEvents(
  events: readonly CourseEvent[],
  from: ZonedCourse,
  to: ZonedCourse,
): CopiedEvents {
  const copies: CopiedEvents = { wanted: [], skipped: [] }
  const move = moverOf(from, to)
  for (const event of events) {
    const copy = copyOf(event, move, to)
    const reason = reasonOf(event, copy, to)
    if (copy) copies.wanted.push(copy)
    if (reason) copies.skipped.push({ title: event.title, reason })
  }
  return copies
}

function copyOf(event: CourseEvent, move: Mover, { weeks }: ZonedCourse): EventInput | null {
  const { title } = event
  switch (event.kind) {
    case 'single': {
      const at = move(event.at)
      return at === null ? null : { kind: 'single', title, at }
    }
    case 'submission': {
      const [startAt, endAt] = [move(event.startAt), move(event.endAt)]
      if (startAt === null || endAt === null) return null
      return { kind: 'submission', title, startAt, endAt, submissionType: event.submissionType }
    }
    case 'repeating': {
      const { weekday, startWeek, time } = event
      const endWeek = Math.min(event.endWeek, weeks)
      return startWeek > weeks
        ? null
        : { kind: 'repeating', title, weekday, startWeek, endWeek, time }
    }
  }
}

function reasonOf(event: CourseEvent, copy: EventInput | null, { weeks }: ZonedCourse) {
  if (!copy) return `It lies outside the ${weeks} weeks of this course.`
  const isCut =
    event.kind === 'repeating' && copy.kind === 'repeating' && copy.endWeek < event.endWeek
  return isCut ? `Its weeks after week ${weeks}, the last of this course, are left out.` : null
}

/** Gives the instant that stands in one course where another stands in the other; null outside of it. */
type Mover = (instant: string) => string | null

function moverOf(from: ZonedCourse, to: ZonedCourse): Mover {
  const days = daysBetween(from.startDate, to.startDate)
  const span = courseInstants(to)
  return (instant) => {
    const there = Temporal.Instant.from(instant)
      .toZonedDateTimeISO(from.timeZone)
      .toPlainDateTime()
      .add({ days })
    const { epochMilliseconds } = there.toZonedDateTime(to.timeZone)
    return isInside(epochMilliseconds, span) ? new Date(epochMilliseconds).toISOString() : null
  }
}
