import { expect, test } from 'vitest'
import { splitWindows } from './week-split.ts'

const windows = (startDate: string, timeZone: string, split: { weekday: number; time: string }) =>
  splitWindows({ startDate, weeks: 2, timeZone }, split).map(({ from, until }) => ({
    from: new Date(from).toISOString(),
    minutes: (until - from) / 60_000,
  }))

test('a window reaches from the beginning of the day to the time', () => {
  expect(windows('2016-02-01', 'UTC', { weekday: 5, time: '09:05' })).toEqual([
    { from: '2016-02-05T00:00:00.000Z', minutes: 545 },
    { from: '2016-02-12T00:00:00.000Z', minutes: 545 },
  ])
})

test.each([
  // Back by half an hour at 02:00 on the first Sunday, forward by an hour, and forward at midnight.
  ['2026-03-30', 'Australia/Lord_Howe', { weekday: 7, time: '10:00' }, [630, 600]],
  ['2026-09-28', 'Australia/Melbourne', { weekday: 7, time: '10:00' }, [540, 600]],
  ['2026-09-28', 'Australia/Melbourne', { weekday: 7, time: '02:30' }, [150, 150]],
  ['2018-10-29', 'America/Sao_Paulo', { weekday: 7, time: '00:30' }, [30, 30]],
])('from %s in %s it is as long as the clocks make it', (startDate, timeZone, split, minutes) => {
  expect(windows(startDate, timeZone, split).map((window) => window.minutes)).toEqual(minutes)
})
