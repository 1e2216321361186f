import { Clock } from './blackboard/clock.ts'
import { parseTimestamp } from './blackboard/timestamp.ts'
import type { CourseCalendar } from './figures/course-calendar.ts'

/** Reads timestamps of an export as microseconds since the course's start. */
export class CourseTimes {
  readonly calendar: CourseCalendar
  readonly #clock: Clock
  readonly #start: number
  readonly #length: number

  constructor(calendar: CourseCalendar, timeZone: string) {
    this.calendar = calendar
    this.#clock = new Clock(timeZone)
    this.#start = calendar.startMicros
    this.#length = calendar.endMicros - calendar.startMicros
  }

  /** The instant, or why it does not count: the course is half-open, its end is outside. */
  read(text: string): number | 'bad_timestamp' | 'outside_course' {
    const micros = parseTimestamp(text, this.#clock)
    if (micros === null) return 'bad_timestamp'
    const at = micros - this.#start
    return at >= 0 && at < this.#length ? at : 'outside_course'
  }

  /** Epoch microseconds of any instant that a `DATETIME` holds safely; null where it is none. */
  readAny(text: string): number | null {
    const micros = parseTimestamp(text, this.#clock)
    return micros !== null && micros >= 0 && micros < latestMicros ? micros : null
  }
}

const latestMicros = Date.UTC(2250, 0) * 1000
