import { expect, it } from 'vitest'
import { knownWeeks } from './known-weeks.ts'

const course = { startDate: '2026-02-02', weeks: 15, timeZone: 'Europe/Berlin' }
const weeksUntil = (lastActivityAt: string | null) => knownWeeks({ ...course, lastActivityAt })

it('knows nothing before the first export', () => {
  expect(weeksUntil(null)).toBe(0)
})

it('knows the week into which the newest activity falls, on the days of the course', () => {
  expect(weeksUntil('2026-02-02T08:00:00Z')).toBe(1)
  expect(weeksUntil('2026-02-08T22:59:59Z')).toBe(1)
  expect(weeksUntil('2026-02-08T23:00:00Z')).toBe(2)
})

it('knows no week beyond the end', () => {
  expect(weeksUntil('2027-01-01T00:00:00Z')).toBe(15)
})
