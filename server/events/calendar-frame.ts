import type ICAL from 'ical.js'
import { localDate, startOfDay, type ZonedCourse } from '#shared/local-time.ts'
import type { CourseInstants } from './course-instants.ts'

/** A time of a calendar as the course sees it. */
export interface Moment {
  /** Epoch milliseconds; of an all-day event the day's first. */
  at: number
  day: string
  /** `HH:MM` in the course's zone; null for an all-day event. */
  time: string | null
}

/** The course that a calendar is read for. */
export interface CalendarFrame extends CourseInstants {
  course: ZonedCourse
  zone: ICAL.Timezone
}

/** Epoch milliseconds; dates are days of the course. */
export function instantOf(time: ICAL.Time, { course }: CalendarFrame): number {
  return time.isDate ? startOfDay(time.toString(), course.timeZone) : time.toUnixTime() * 1000
}

/** In the course's own zone as the calendar writes it, so that a time that a clock change skips stays that time. */
export function momentOf(time: ICAL.Time, frame: CalendarFrame): Moment {
  const at = instantOf(time, frame)
  if (time.isDate) return { at, day: time.toString(), time: null }
  if (time.zone === frame.zone) {
    const [day = '', clock = ''] = time.toString().split('T')
    return { at, day, time: clock.slice(0, 5) }
  }
  const { timeZone } = frame.course
  const clock = Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(timeZone)
    .toPlainTime()
  return { at, day: localDate(at, timeZone), time: clock.toString({ smallestUnit: 'minute' }) }
}
