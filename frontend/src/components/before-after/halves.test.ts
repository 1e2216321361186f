import { expect, it } from 'vitest'
import { addHalves, highestHalf, percentBefore, sumOf } from './halves.ts'

const weeks = [null, { before: 3, after: 1 }, { before: 0, after: 4 }]

it('adds the weeks of the event, and knows what came before', () => {
  expect(sumOf(weeks)).toEqual({ before: 3, after: 5 })
  expect(percentBefore(sumOf(weeks))).toBe(37.5)
})

it('has no share where nobody came', () => {
  expect(percentBefore(sumOf([null, { before: 0, after: 0 }]))).toBeUndefined()
})

it('adds rows week by week, and leaves weeks without the event empty', () => {
  const other = [null, { before: 1, after: 1 }, { before: 2, after: 0 }]
  expect(addHalves(weeks, other)).toEqual([null, { before: 4, after: 2 }, { before: 2, after: 4 }])
})

it('finds the largest bar, on either side', () => {
  expect(highestHalf([])).toBe(0)
  expect(highestHalf([{ id: 1, weeks }])).toBe(4)
  expect(highestHalf([{ id: 1, weeks: [null, { before: 9, after: 1 }] }])).toBe(9)
})
