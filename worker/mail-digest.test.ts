import { expect, test } from 'vitest'
import { comparedWith } from './mail-digest.ts'

test.each([
  [6, 4, '50 % more than the week before (4)'],
  [3, 4, '25 % fewer than the week before (4)'],
  [4, 4, 'as many as the week before (4)'],
  [10_001, 10_000, 'less than 1 % more than the week before (10,000)'],
  [0, 1234, '100 % fewer than the week before (1,234)'],
  [50_000, 1, '4,999,900 % more than the week before (1)'],
  [5, 0, 'none the week before'],
  [0, 0, 'none the week before either'],
])('%i after %i is %s', (now, before, words) => {
  expect(comparedWith(now, before)).toBe(words)
})
