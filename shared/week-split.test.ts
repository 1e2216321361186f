import { expect, test } from 'vitest'
import { splitTimeOf, splitWindows, type SplitTime } from './week-split.ts'

const windows = (startDate: string, timeZone: string, split: SplitTime) =>
  splitWindows({ startDate, weeks: 2, timeZone }, split).map(({ from, until }) => ({
    from: new Date(from).toISOString(),
    minutes: (until - from) / 60_000,
  }))
const day = 24 * 60

test('a window reaches from the beginning of the week to the time', () => {
  expect(windows('2016-02-01', 'UTC', { weekday: 2, time: '09:05' })).toEqual([
    { from: '2016-02-01T00:00:00.000Z', minutes: day + 545 },
    { from: '2016-02-08T00:00:00.000Z', minutes: day + 545 },
  ])
})

test('without a time of day it reaches to where the day begins', () => {
  const split = splitTimeOf({ weekday: 3, time: null })
  expect(windows('2016-02-01', 'UTC', split).map(({ minutes }) => minutes)).toEqual([
    2 * day,
    2 * day,
  ])
})

test.each([
  // Back by half an hour at 02:00 on the first Sunday, forward by an hour, and forward at midnight.
  ['2026-03-30', 'Australia/Lord_Howe', '10:00', [630, 600]],
  ['2026-09-28', 'Australia/Melbourne', '10:00', [540, 600]],
  ['2026-09-28', 'Australia/Melbourne', '02:30', [150, 150]],
  ['2018-10-29', 'America/Sao_Paulo', '00:30', [30, 30]],
])('from %s in %s, on Sunday, it is as long as the clocks make it', (start, zone, time, sunday) => {
  const minutes = windows(start, zone, { weekday: 7, time }).map((window) => window.minutes)
  expect(minutes).toEqual(sunday.map((ofDay) => 6 * day + ofDay))
})
