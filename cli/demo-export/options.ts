import { addDays, weekdayOf } from '#shared/calendar-days.ts'
import { isTimeZone } from '#shared/local-time.ts'

/** What a demo course looks like. The same options give the same export, byte for byte. */
export interface DemoOptions {
  students: number
  weeks: number
  /** Visits of the whole course; `from` and `until` show a part of them. */
  visits: number
  seed: number
  /** A Monday. */
  startDate: string
  /** IANA name; the daily rhythm is that of this zone. */
  timeZone: string
  /** Local day or time, `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`: nothing before it. */
  from?: string | undefined
  /** Local day (its midnight) or time at which the export is made: nothing at or after it. */
  until?: string | undefined
  /** With repetitions and rows that an import must leave out. */
  mess?: boolean | undefined
}

const localTime = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$/

/** Throws a `RangeError` that names the option, what it is and what it should be. */
export function checkDemoOptions(options: DemoOptions): void {
  const { students, weeks, visits, seed, startDate, timeZone, from, until } = options
  checkWhole('students', students, 1, 100_000)
  checkWhole('weeks', weeks, 1, 60)
  checkWhole('visits', visits, 0, 1_000_000_000)
  checkWhole('seed', seed, 0, Number.MAX_SAFE_INTEGER)
  if (!isDate(startDate) || weekdayOf(startDate) !== 1) {
    throw new RangeError(`start is ${startDate}: it must be a Monday, such as 2026-02-23`)
  }
  if (!isTimeZone(timeZone)) {
    throw new RangeError(`time-zone is ${timeZone}: it must be an IANA name, such as Europe/Berlin`)
  }
  for (const [name, value] of Object.entries({ from, until })) checkLocalTime(name, value)
}

function checkWhole(name: string, value: number, least: number, most: number) {
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    throw new RangeError(`${name} is ${value}: it must be a whole number from ${least} to ${most}`)
  }
}

function checkLocalTime(name: string, value: string | undefined) {
  if (value === undefined) return
  const [day = '', time = '00:00'] = value.split('T')
  if (!localTime.test(value) || !isDate(day) || time > '23:59' || time.slice(3) > '59') {
    throw new RangeError(
      `${name} is ${value}: it must be a day or a time, as 2026-04-30 or 2026-04-30T18:00`,
    )
  }
}

const isDate = (text: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text

/** Epoch milliseconds of a local day's midnight or of a local time. */
export function localInstant(text: string, timeZone: string): number {
  return Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).epochMilliseconds
}
