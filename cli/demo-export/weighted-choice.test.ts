import { expect, test } from 'vitest'
import { Random } from './random.ts'
import { WeightedChoice } from './weighted-choice.ts'

function share(weights: number[], draws = 100_000): number[] {
  const choice = new WeightedChoice(weights)
  const random = new Random(1, 'choice')
  const counts = weights.map(() => 0)
  for (let draw = 0; draw < draws; draw++) counts[choice.draw(random)]!++
  return counts.map((count) => count / draws)
}

test('each index is drawn in proportion to its weight', () => {
  const [a, b, c, d] = share([1, 2, 3, 4])
  expect(a).toBeCloseTo(0.1, 2)
  expect(b).toBeCloseTo(0.2, 2)
  expect(c).toBeCloseTo(0.3, 2)
  expect(d).toBeCloseTo(0.4, 2)
})

test('an index without weight is never drawn', () => {
  expect(share([0, 5, 0, 0.001, 0]).map((part) => part > 0)).toEqual([
    false,
    true,
    false,
    true,
    false,
  ])
})

test('weights that are all zero cannot be drawn from', () => {
  expect(() => new WeightedChoice([0, 0])).toThrow(RangeError)
})
