import { expect, test } from 'vitest'
import { Random } from './random.ts'

const draw = (seed: number, stream: string, count: number) => {
  const random = new Random(seed, stream)
  return Array.from({ length: count }, () => random.bits())
}

test('the same seed and stream give the same numbers', () => {
  expect(draw(7, 'visits', 50)).toEqual(draw(7, 'visits', 50))
})

test('another seed, also one beyond 32 bits, or another stream gives other numbers', () => {
  const numbers = draw(7, 'visits', 4)
  expect(draw(8, 'visits', 4)).not.toEqual(numbers)
  expect(draw(7 + 2 ** 40, 'visits', 4)).not.toEqual(numbers)
  expect(draw(7, 'posts', 4)).not.toEqual(numbers)
})

test('fractions fill the space from 0 to 1 evenly', () => {
  const random = new Random(1, 'even')
  const tenths = new Array<number>(10).fill(0)
  for (let index = 0; index < 100_000; index++) tenths[Math.floor(random.fraction() * 10)]!++
  for (const count of tenths) expect(count).toBeGreaterThan(9_500)
  expect(tenths.reduce((a, b) => a + b)).toBe(100_000)
})

test('normal numbers have their mean and spread', () => {
  const random = new Random(1, 'normal')
  const numbers = Array.from({ length: 50_000 }, () => random.normal(10, 3))
  const mean = numbers.reduce((a, b) => a + b) / numbers.length
  const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length
  expect(mean).toBeCloseTo(10, 1)
  expect(Math.sqrt(variance)).toBeCloseTo(3, 1)
})
