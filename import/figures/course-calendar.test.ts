import { expect, test } from 'vitest'
import { CourseCalendar } from './course-calendar.ts'

const calendarOf = (startDate: string, weeks: number, timeZone: string) =>
  new CourseCalendar({ startDate, weeks, timeZone })

/** Every quarter of an hour of a course, and what a wall clock shows there. */
function* quarters(calendar: CourseCalendar, timeZone: string) {
  const length = calendar.endMicros - calendar.startMicros
  for (let at = 0; at < length; at += 900_000_000) {
    const zoned = Temporal.Instant.fromEpochMilliseconds((calendar.startMicros + at) / 1000)
    yield { at, wall: zoned.toZonedDateTimeISO(timeZone) }
  }
}

test.each([
  ['2026-09-28', 'Australia/Melbourne'], // forward by an hour
  ['2026-03-30', 'Australia/Lord_Howe'], // back by half an hour
  ['2018-10-29', 'America/Sao_Paulo'], // forward at midnight: Sunday begins at 01:00
  ['2026-02-23', 'Asia/Kathmandu'], // a quarter of an hour off
])('from %s in %s every instant has the day and hour of the wall clock', (startDate, timeZone) => {
  const calendar = calendarOf(startDate, 2, timeZone)
  const first = Temporal.PlainDate.from(startDate)
  let day = 0
  for (const { at, wall } of quarters(calendar, timeZone)) {
    day = calendar.dayOf(at, day)
    expect([at, day]).toEqual([at, first.until(wall.toPlainDate()).days])
    expect([at, calendar.hourOf(at, day)]).toEqual([at, wall.hour])
  }
  expect(day).toBe(13)
})

test('a day ends where the next one begins', () => {
  const calendar = calendarOf('2026-02-23', 1, 'UTC')
  const day = 86_400_000_000
  expect([calendar.dayOf(day - 1), calendar.dayOf(day), calendar.dayOf(7 * day - 1)]).toEqual([
    0, 1, 6,
  ])
})
