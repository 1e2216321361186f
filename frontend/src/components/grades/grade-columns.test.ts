import { expect, it } from 'vitest'
import type { Grades } from '#shared/figures.ts'
import { gradeColumns, summaryLines } from './grade-columns.ts'

const ann = { id: 1, key: 'u1', name: 'Ann', grades: { 7: 80, 8: 3.5 } }
const bob = { id: 2, key: 'u2', name: 'Bob', grades: { 7: 40 } }
const grades: Grades = {
  assessments: [
    { id: 7, key: 'k7', title: 'Essay', average: 60, median: 60, graded: 2 },
    { id: 8, key: 'k8', title: 'Quiz', average: 3.5, median: 3.5, graded: 1 },
    { id: 9, key: 'k9', title: 'Exam', average: null, median: null, graded: 0 },
  ],
  students: [ann, bob],
}
const [, essay, quiz, exam] = gradeColumns(grades)

it('shades each assessment by its own highest grade', () => {
  expect([essay?.heat?.(ann), essay?.heat?.(bob)]).toEqual([1, 0.5])
  expect([quiz?.heat?.(ann), quiz?.heat?.(bob)]).toEqual([1, 0])
  expect(exam?.heat?.(ann)).toBe(0)
})

it('leaves the place of a missing grade empty, and sorts it last', () => {
  expect([quiz?.text?.(bob), quiz?.value(bob)]).toEqual(['', undefined])
  expect(quiz?.note?.(bob)).toBe('Quiz: no grade')
})

it('says a grade with what the others have', () => {
  expect(essay?.note?.(ann)).toBe('Essay: 80 (average 60, median 60)')
})

it('ends with average and median, on the page and in the file', () => {
  expect([essay?.total, exam?.total]).toEqual([
    ['60', '60'],
    ['–', '–'],
  ])
  expect(summaryLines(grades)).toEqual([
    [undefined, 'Average', 60, 3.5, undefined],
    [undefined, 'Median', 60, 3.5, undefined],
  ])
})
