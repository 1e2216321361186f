import { expect, it } from 'vitest'
import { daysOfStudent, parseVisitDays, visitsIn } from './visit-days.ts'

it('reads days with their visits, one where none is written', () => {
  expect(parseVisitDays('3:2 10 17:40')).toEqual([
    [3, 2],
    [10, 1],
    [17, 40],
  ])
  expect(parseVisitDays('')).toEqual([])
})

it('counts visits from the first to the last day, both included', () => {
  expect(visitsIn('3:2 10 17:40', { first: 3, last: 10 })).toBe(3)
  expect(visitsIn('3:2 10 17:40', { first: 4, last: 9 })).toBe(0)
})

it('counts a student’s visits by category and their different resources each day', () => {
  const use = [
    { category: 'content' as const, visitDays: '1:2 2' },
    { category: 'content' as const, visitDays: '1' },
    { category: 'assessment' as const, visitDays: '2:3 9' },
  ]
  expect(daysOfStudent(use, { first: 0, last: 6 })).toEqual([
    { dayIndex: 1, content: 3, communication: 0, assessment: 0, uniquePages: 2, students: 1 },
    { dayIndex: 2, content: 1, communication: 0, assessment: 3, uniquePages: 2, students: 1 },
  ])
})
