import { expect, test } from 'vitest'
import { averageOf, medianOf } from './assessment-grades.ts'

test.each([
  [[10_000n], '1.00000000', '1.00000000'],
  [[10_000n, 20_001n], '1.50005000', '1.50005000'],
  [[0n, 0n, 10_000n], '0.33333333', '0.00000000'],
  [[0n, 10_000n, 10_000n], '0.66666667', '1.00000000'],
  [[-50_000n, -20_000n], '-3.50000000', '-3.50000000'],
  [[-1n, 0n, 0n], '-0.00003333', '0.00000000'],
  [[90_000n, 10_000n, 20_000n, 30_000n], '3.75000000', '2.50000000'],
])('of %s ten-thousandths the mean is %s and the median %s', (grades, average, median) => {
  expect([averageOf(grades), medianOf(grades)]).toEqual([average, median])
})
