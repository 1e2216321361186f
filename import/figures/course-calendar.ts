import { dayStarts, type ZonedCourse } from '#shared/local-time.ts'
import { splitWindows, type SplitTime, type SplitWindow } from '#shared/week-split.ts'

const microsPerHour = 3_600_000_000
const microsPerQuarter = microsPerHour / 4

/** A time of the week at which events split it, with the window of each week. */
export type CourseSplit = SplitTime & { windows: SplitWindow[] }

/** A course's days and hours on its own time line: microseconds since its first local midnight. */
export class CourseCalendar {
  readonly course: ZonedCourse
  readonly weeks: number
  readonly days: number
  /** Epoch microseconds of the course's start and end (which is outside). */
  readonly startMicros: number
  readonly endMicros: number
  /** Where each day begins, and as one more entry where the last one ends. */
  readonly dayStarts: Float64Array
  /** The times for which visits before events are kept counted. */
  readonly splits: CourseSplit[]
  /** For the days on which clocks change: the local hour of each quarter of an hour. */
  readonly #unevenDays = new Map<number, Uint8Array>()

  constructor(course: ZonedCourse & { splitTimes?: readonly SplitTime[] }) {
    const starts = dayStarts(course).map((millis) => millis * 1000)
    this.course = course
    this.weeks = course.weeks
    this.days = 7 * course.weeks
    this.startMicros = starts[0] ?? 0
    this.endMicros = starts[this.days] ?? 0
    this.dayStarts = Float64Array.from(starts, (micros) => micros - this.startMicros)
    this.splits = (course.splitTimes ?? []).map((split) => ({
      ...split,
      windows: splitWindows(course, split).map(({ from, until }) => ({
        from: from * 1000 - this.startMicros,
        until: until * 1000 - this.startMicros,
      })),
    }))
    for (let day = 0; day < this.days; day++) {
      const quarters = (this.startOf(day + 1) - this.startOf(day)) / microsPerQuarter
      if (quarters !== 96) this.#unevenDays.set(day, this.#hours(day, quarters, course.timeZone))
    }
  }

  startOf(day: number): number {
    return this.dayStarts[day] ?? Infinity
  }

  /** The day of an instant inside the course, looked for from day `from` on, which must not be later. */
  dayOf(at: number, from = 0): number {
    let day = from
    while (at >= this.startOf(day + 1)) day++
    return day
  }

  /** The hour that a wall clock shows, 0 to 23, at an instant of day `day`. */
  hourOf(at: number, day: number): number {
    const sinceMidnight = at - this.startOf(day)
    const uneven = this.#unevenDays.get(day)
    if (!uneven) return Math.floor(sinceMidnight / microsPerHour)
    return uneven[Math.floor(sinceMidnight / microsPerQuarter)] ?? 0
  }

  #hours(day: number, quarters: number, timeZone: string): Uint8Array {
    const midnight = (this.startMicros + this.startOf(day)) / 1000
    return Uint8Array.from({ length: Math.ceil(quarters) }, (_, quarter) => {
      const millis = midnight + (quarter * microsPerQuarter) / 1000
      return Temporal.Instant.fromEpochMilliseconds(millis).toZonedDateTimeISO(timeZone).hour
    })
  }
}
