import type { Course } from '#shared/course.ts'
import { refusalByField, type FormErrors } from '../../form-errors.ts'
import { formatDay, formatTime } from '../../texts/format.ts'
import { texts } from '../../texts/texts.ts'
import type { EventDraft } from './event-draft.ts'
import { instantAt, type WallTime } from './wall-clock.ts'

type Dates = Pick<Course, 'startDate' | 'endDate' | 'weeks' | 'timeZone'>

const t = texts.events.form
const longestTitle = 255

/** What is wrong with a draft and what would be right, by field; nothing where all is well. */
export function checkDraft(draft: EventDraft, course: Dates): FormErrors {
  const errors = { title: titleError(draft.title), ...timeErrors(draft, course) }
  return Object.fromEntries(Object.entries(errors).filter(([, error]) => error !== undefined))
}

function titleError(typed: string): string | undefined {
  const { length } = typed.trim()
  if (length === 0) return t.titleMissing
  return length > longestTitle ? t.titleTooLong(longestTitle, length) : undefined
}

function timeErrors(draft: EventDraft, course: Dates): FormErrors {
  const { kind, day, time, endDay, endTime, startWeek, endWeek } = draft
  const start = { day: dayError(day, course), time: clockError({ day, time }, course) }
  switch (kind) {
    case 'single':
      return start
    case 'repeating': {
      const isBackwards = Number(endWeek) < Number(startWeek)
      return { endWeek: isBackwards ? t.weeksBackwards(Number(startWeek)) : undefined }
    }
    case 'submission': {
      const end = { day: endDay, time: endTime }
      const isBackwards = `${endDay}T${endTime}` < `${day}T${time}`
      const isComplete = day !== '' && time !== '' && endDay !== '' && endTime !== ''
      const endDayError = dayError(endDay, course)
      return {
        ...start,
        endTime: clockError(end, course),
        endDay:
          endDayError ??
          (isComplete && isBackwards ? t.backwards(formatDay(day, 'weekday'), time) : undefined),
      }
    }
  }
}

function dayError(day: string, { startDate, endDate }: Dates): string | undefined {
  const span = [formatDay(startDate, 'long'), formatDay(endDate, 'long')] as const
  if (day === '') return t.dayMissing(...span)
  return day < startDate || day > endDate
    ? t.dayOutside(formatDay(day, 'long'), ...span)
    : undefined
}

function clockError(wall: WallTime, { timeZone }: Dates): string | undefined {
  if (wall.time === '') return t.timeMissing
  if (wall.day === '') return undefined
  const { instant, isSkipped } = instantAt(wall, timeZone)
  if (!isSkipped) return undefined
  return t.timeSkipped(wall.time, formatDay(wall.day), formatTime(instant, timeZone))
}

/** What a refusal of the server means, by field of the form. */
export function explainRefusal(error: unknown): FormErrors {
  const { at, startAt, endAt, ...errors } = refusalByField(error, {
    title: t.title,
    at: t.day,
    startAt: t.opensOn,
    endAt: t.closesOn,
    weekday: t.weekday,
    startWeek: t.fromWeek,
    endWeek: t.toWeek,
    time: t.time,
  })
  return { ...errors, day: at ?? startAt, endDay: endAt }
}
