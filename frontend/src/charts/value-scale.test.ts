import fc from 'fast-check'
import { expect, it } from 'vitest'
import { valueScale } from './value-scale.ts'

it('ends at a round number just above the highest value', () => {
  expect(valueScale(842)).toEqual({ max: 1000, interval: 250 })
  expect(valueScale(12)).toEqual({ max: 15, interval: 5 })
  expect(valueScale(3)).toEqual({ max: 3, interval: 1 })
})

it('is a real axis where there is nothing', () => {
  expect(valueScale(0)).toEqual({ max: 4, interval: 1 })
})

it('holds every value in at most four whole steps', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000_000 }), (highest) => {
      const { max, interval } = valueScale(highest)
      expect(max).toBeGreaterThanOrEqual(highest)
      expect(Number.isInteger(interval)).toBe(true)
      expect(max / interval).toBeLessThanOrEqual(4)
    }),
  )
})
