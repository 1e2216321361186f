import { expect, it } from 'vitest'
import { linePath, sparklinePoints } from './sparkline-path.ts'

const box = { width: 100, height: 20 }

it('stands on zero and reaches up to the largest value', () => {
  expect(sparklinePoints([0, 5, 10], box)).toEqual([
    { x: 0, y: 20 },
    { x: 50, y: 10 },
    { x: 100, y: 0 },
  ])
})

it('ends early when later values are not known', () => {
  expect(sparklinePoints([1, 1], { ...box, length: 5 }).at(-1)).toEqual({ x: 25, y: 0 })
})

it('draws nothing and a single value without falling over', () => {
  expect(linePath(sparklinePoints([], box))).toBe('')
  expect(linePath(sparklinePoints([0], box))).toBe('M0 20')
})
