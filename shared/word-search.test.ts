import { expect, it } from 'vitest'
import { matcherOf } from './word-search.ts'

it.each([
  ['jos', 'José Álvarez', true],
  ['ALV jos', 'José Álvarez', true],
  ['varez', 'José Álvarez', false],
  ['week 1', 'Week 1: reading', true],
  ['reading', 'Week 1: reading', true],
  ['_4995', '_49953_1', true],
  ['王', '王 小明', true],
  ['%', 'anything', false],
  ['%', '% of grades', true],
])('%j finds %j: %s', (search, text, isFound) => {
  expect(matcherOf(search)(text)).toBe(isFound)
})
