import { expect, it } from 'vitest'
import { coverageOf, coverageOfDay } from './coverage.ts'

const course = { startDate: '2026-07-27', weeks: 2 }
const newest = (activity: string | null, imported: string | null = activity) => ({
  activity,
  import: imported,
})

it('knows the day of the last activity in part if the export came on that day', () => {
  const coverage = coverageOf(course, newest('2026-07-29'))
  const days = [0, 1, 2, 3].map((day) => coverageOfDay(coverage, day))
  expect(days).toEqual(['full', 'full', 'partial', 'none'])
})

it('knows it as a whole if the export came later', () => {
  const coverage = coverageOf(course, newest('2026-07-29', '2026-07-30'))
  expect([2, 3].map((day) => coverageOfDay(coverage, day))).toEqual(['full', 'none'])
})

it('knows nothing before the first export', () => {
  expect(coverageOf(course, newest(null))).toEqual({ known: 0, partial: null })
})

it('knows nothing where all activity lies before the course', () => {
  expect(coverageOf(course, newest('2026-07-20'))).toEqual({ known: 0, partial: null })
})

it('knows the whole course where activity reaches beyond its end', () => {
  expect(coverageOf(course, newest('2026-09-01'))).toEqual({ known: 14, partial: null })
})
