import { expect, it } from 'vitest'
import { daysQuery, weekQuery } from './span-query.ts'

const course = { startDate: '2026-07-27', weeks: 13 }

it('asks for the days of a span, the last one included', () => {
  expect(daysQuery({ from: 7, to: 14 }, course)).toEqual({ from: '2026-08-03', to: '2026-08-09' })
})

it('asks for no days in particular where the whole course is shown', () => {
  expect(daysQuery({ from: 0, to: 91 }, course)).toEqual({})
})

it('asks for a week where the span is one, else for the whole course', () => {
  expect(weekQuery({ from: 7, to: 14 })).toEqual({ week: 2 })
  expect(weekQuery({ from: 7, to: 15 })).toEqual({})
})
