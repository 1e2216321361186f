import type { Course } from '#shared/course.ts'
import type { EventKind, SubmissionType } from '#shared/event-kind.ts'
import type { CourseEvent, EventInput } from '#shared/event.ts'
import { instantAt, wallTimeOf, type WallTime } from './wall-clock.ts'

/** What stands in the form of an event, all as it was typed. What one kind does not need waits for another. */
export interface EventDraft {
  kind: EventKind
  title: string
  /** Of a single event, and of the beginning of a submission; the time also of a repeating event. */
  day: string
  time: string
  endDay: string
  endTime: string
  weekday: string
  startWeek: string
  endWeek: string
  submissionType: SubmissionType
}

type Dates = Pick<Course, 'weeks' | 'timeZone'>

export function emptyDraft({ weeks }: Dates, kind: EventKind = 'single'): EventDraft {
  return {
    kind,
    title: '',
    day: '',
    time: '',
    endDay: '',
    endTime: '',
    weekday: '1',
    startWeek: '1',
    endWeek: String(weeks),
    submissionType: 'assignment',
  }
}

export function draftOf(event: CourseEvent | EventInput, course: Dates): EventDraft {
  const draft = { ...emptyDraft(course), kind: event.kind, title: event.title }
  switch (event.kind) {
    case 'single':
      return { ...draft, ...wallTimeOf(event.at, course.timeZone) }
    case 'submission': {
      const end = wallTimeOf(event.endAt, course.timeZone)
      return {
        ...draft,
        ...wallTimeOf(event.startAt, course.timeZone),
        endDay: end.day,
        endTime: end.time,
        submissionType: event.submissionType,
      }
    }
    case 'repeating':
      return {
        ...draft,
        weekday: String(event.weekday),
        startWeek: String(event.startWeek),
        endWeek: String(event.endWeek),
        time: event.time ?? '',
      }
  }
}

/**
 * The event that a draft without errors stands for. A time that was not touched stays the instant that it was
 * `before`, to the second, also in the hour that the clocks show twice.
 */
export function eventOf(
  draft: EventDraft,
  { timeZone }: Dates,
  before?: CourseEvent | EventInput,
): EventInput {
  const { kind, day, time, endDay, endTime, submissionType } = draft
  const title = draft.title.trim()
  const instant = (wall: WallTime, known: string | undefined) => {
    const shown = known && wallTimeOf(known, timeZone)
    const isUntouched = shown && shown.day === wall.day && shown.time === wall.time
    return isUntouched ? known : instantAt(wall, timeZone).instant
  }
  switch (kind) {
    case 'single': {
      const known = before?.kind === kind ? before.at : undefined
      return { kind, title, at: instant({ day, time }, known) }
    }
    case 'submission': {
      const known = before?.kind === kind ? before : undefined
      const startAt = instant({ day, time }, known?.startAt)
      const endAt = instant({ day: endDay, time: endTime }, known?.endAt)
      return { kind, title, startAt, endAt, submissionType }
    }
    case 'repeating':
      return {
        kind,
        title,
        weekday: Number(draft.weekday),
        startWeek: Number(draft.startWeek),
        endWeek: Number(draft.endWeek),
        time: time || null,
      }
  }
}
