import { expect, it } from 'vitest'
import { isoInstant, wholeDaysBetween } from './instants.ts'

it.each([
  ['2017-07-12 13:22:00', '2017-07-12T13:22:00Z'],
  ['2017-07-12 13:22:00.000000', '2017-07-12T13:22:00Z'],
  ['2017-07-12 13:22:00.250000', '2017-07-12T13:22:00.25Z'],
  ['2017-07-12 13:22:00.000001', '2017-07-12T13:22:00.000001Z'],
  [null, null],
])('writes %s as %s', (text, expected) => {
  expect(isoInstant(text)).toBe(expected)
})

it.each([
  ['2016-02-01 10:00:00', '2016-02-02 10:00:00', 1],
  ['2016-02-01 10:00:00.000001', '2016-02-02 10:00:00', 0],
  ['2016-02-01 10:00:00', '2016-02-01 10:00:00', 0],
])('from %s to %s are %i whole days', (from, to, days) => {
  expect(wholeDaysBetween(from, to)).toBe(days)
})
