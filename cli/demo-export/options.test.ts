import { expect, test } from 'vitest'
import { checkDemoOptions, localInstant, type DemoOptions } from './options.ts'

const good: DemoOptions = {
  students: 10,
  weeks: 12,
  visits: 100,
  seed: 1,
  startDate: '2026-02-23',
  timeZone: 'Europe/Berlin',
  from: '2026-03-01',
  until: '2026-03-29T02:30',
}

test('a course of any size from a Monday on is accepted', () => {
  checkDemoOptions(good)
  checkDemoOptions({ ...good, students: 100_000, weeks: 60, visits: 10_000_000 })
  checkDemoOptions({ ...good, students: 1, weeks: 1, visits: 0, from: undefined, until: undefined })
})

test.each([
  [{ students: 0 }, /^students is 0/],
  [{ visits: -1 }, /^visits is -1/],
  [{ visits: 1.5 }, /^visits is 1.5/],
  [{ weeks: 61 }, /^weeks is 61/],
  [{ seed: NaN }, /^seed is NaN/],
  [{ startDate: '2026-02-24' }, /must be a Monday/],
  [{ startDate: '2026-02-30' }, /must be a Monday/],
  [{ startDate: '23.2.2026' }, /must be a Monday/],
  [{ timeZone: 'Mars/Olympus' }, /IANA name/],
  [{ until: '2026-02-29' }, /^until is 2026-02-29/],
  [{ until: '2026-03-01T10:60' }, /^until is/],
  [{ from: '2026-02-23T24:00' }, /^from is/],
  [{ from: '2026-02-23 10:00' }, /^from is/],
])('what makes no course is refused by name: %o', (change, why) => {
  expect(() => checkDemoOptions({ ...good, ...change })).toThrow(why)
})

test('a day stands for its local midnight', () => {
  expect(localInstant('2026-03-01', 'Europe/Berlin')).toBe(Date.parse('2026-02-28T23:00:00Z'))
  expect(localInstant('2026-03-01T18:30', 'Europe/Berlin')).toBe(Date.parse('2026-03-01T17:30:00Z'))
})
