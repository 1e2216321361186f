import { addDays, type CourseSpan } from '#shared/calendar-days.ts'
import { dayStarts } from '#shared/local-time.ts'

const minute = 60_000
const hour = 60 * minute

/** One local day of the course. Times in it are milliseconds since its beginning. */
export interface Day {
  index: number
  date: string
  start: number
  length: number
  /** When the clocks change in this day; `length` where they do not. */
  change: number
  /** Offset from UTC in milliseconds before and from the change on. */
  offset: number
  offsetAfter: number
}

/** The days of a course, in order. */
export function courseDays(course: CourseSpan & { timeZone: string }): Day[] {
  const starts = dayStarts(course)
  return starts.slice(0, -1).map((start, index) => {
    const length = (starts[index + 1] ?? start) - start
    const first = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(course.timeZone)
    const changeAt = first.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity
    const last = first.add({ milliseconds: length - 1 })
    return {
      index,
      date: addDays(course.startDate, index),
      start,
      length,
      change: Math.min(changeAt - start, length),
      offset: first.offsetNanoseconds / 1e6,
      offsetAfter: last.offsetNanoseconds / 1e6,
    }
  })
}

/** Milliseconds into the day at which its clocks show `wall` (milliseconds since 0:00). */
export function timeOfWall(day: Day, wall: number): number {
  const firstWall = (((day.start + day.offset) % (24 * hour)) + 24 * hour) % (24 * hour)
  const plain = wall - firstWall
  const time = plain < day.change ? plain : plain - (day.offsetAfter - day.offset)
  return Math.min(Math.max(time, 0), day.length - 1)
}

/** Writes times of a day as `YYYY-MM-DDTHH:MM:SS.fff+HH:MM`, quickly: a clock time is put together once. */
export function timeFormat(): (day: Day) => (time: number) => string {
  const seconds = new Array<string | undefined>(24 * 3600)
  const thousandths = Array.from({ length: 1000 }, (_, part) => `.${String(part).padStart(3, '0')}`)
  return (day) => {
    const before = suffix(day.offset)
    const after = suffix(day.offsetAfter)
    const midnight = Date.parse(`${day.date}T00:00:00Z`)
    const beginning = `${day.date}T`
    return (time) => {
      const early = time < day.change
      const wall = day.start + time + (early ? day.offset : day.offsetAfter) - midnight
      const second = Math.floor(wall / 1000)
      const clock = (seconds[second] ??= clockText(second))
      return beginning + clock + (thousandths[wall % 1000] ?? '') + (early ? before : after)
    }
  }
}

const two = (part: number) => String(Math.floor(part)).padStart(2, '0')

const clockText = (second: number) =>
  `${two(second / 3600)}:${two((second / 60) % 60)}:${two(second % 60)}`

function suffix(offset: number): string {
  const size = Math.abs(offset)
  return `${offset < 0 ? '-' : '+'}${two(size / hour)}:${two((size % hour) / minute)}`
}
