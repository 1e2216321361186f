import { expect, it } from 'vitest'
import { medianOf, medianWithZeros } from './median.ts'

it('is the middle one, or half-way between the two in the middle', () => {
  expect(medianOf([7, 1, 3])).toBe(3)
  expect(medianOf([7, 1, 3, 4])).toBe(3.5)
  expect(medianOf([])).toBeNull()
})

it('counts those of whom nothing is known as zeros', () => {
  expect(medianWithZeros([5, 9], 3)).toBe(5)
  expect(medianWithZeros([5, 9], 4)).toBe(2.5)
  expect(medianWithZeros([5, 9], 5)).toBe(0)
  expect(medianWithZeros([], 0)).toBe(0)
})
