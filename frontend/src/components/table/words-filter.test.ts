import { expect, test } from 'vitest'
import { wordsFilter } from './words-filter.ts'

const written = ({ name, mail }: { name: string; mail: string | null }) => [name, mail]

test('every word is in what is written, in whatever order and case', () => {
  const fits = wordsFilter(' LOVE ada ', written)!
  expect(fits({ name: 'Ada Lovelace', mail: null })).toBe(true)
  expect(fits({ name: 'Lovelace', mail: 'ADA@example.edu' })).toBe(true)
  expect(fits({ name: 'Ada Byron', mail: null })).toBe(false)
})

test('without a word there is nothing to filter by', () => {
  expect(wordsFilter('  ', written)).toBeNull()
})
