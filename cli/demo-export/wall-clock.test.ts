import { expect, test } from 'vitest'
import { courseDays, timeFormat, timeOfWall, type Day } from './wall-clock.ts'

const hour = 3_600_000

function dayOf(date: string, timeZone: string): Day {
  const day = courseDays({ startDate: '2026-02-23', weeks: 40, timeZone }).find(
    (each) => each.date === date,
  )
  return day!
}

test('an ordinary day is written in local time with its offset', () => {
  const write = timeFormat()(dayOf('2026-03-03', 'Australia/Adelaide'))
  expect(write(0)).toBe('2026-03-03T00:00:00.000+10:30')
  expect(write(20 * hour + 5_007)).toBe('2026-03-03T20:00:05.007+10:30')
})

test('the hour that a clock change repeats is written twice, with two offsets', () => {
  const day = dayOf('2026-10-25', 'Europe/Berlin')
  const write = timeFormat()(day)
  expect(day.length).toBe(25 * hour)
  expect(write(2.5 * hour)).toBe('2026-10-25T02:30:00.000+02:00')
  expect(write(3.5 * hour)).toBe('2026-10-25T02:30:00.000+01:00')
  expect(write(day.length - 1)).toBe('2026-10-25T23:59:59.999+01:00')
})

test('a wall time is the same wall time after the clocks have changed', () => {
  const day = dayOf('2026-03-29', 'Europe/Berlin')
  const write = timeFormat()(day)
  expect(day.length).toBe(23 * hour)
  expect(write(timeOfWall(day, 10 * hour))).toBe('2026-03-29T10:00:00.000+02:00')
})

test('a day whose midnight is skipped begins at its first hour', () => {
  const write = timeFormat()(dayOf('2026-04-24', 'Africa/Cairo'))
  expect(write(0)).toBe('2026-04-24T01:00:00.000+03:00')
})

test('every written time is the instant that it stands for', () => {
  const format = timeFormat()
  for (const timeZone of ['America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe']) {
    for (const day of courseDays({ startDate: '2026-02-23', weeks: 40, timeZone })) {
      for (const time of [0, 1.75 * hour, 2 * hour, 3 * hour, day.length - 1]) {
        expect(Date.parse(format(day)(time))).toBe(day.start + time)
      }
    }
  }
})
