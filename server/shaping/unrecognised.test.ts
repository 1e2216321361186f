import { expect, test } from 'vitest'
import { fittingFiles } from './unrecognised.ts'

const file = (name: string, sizeBytes: number, minute: number) => ({
  name,
  sizeBytes,
  foundAt: new Date(Date.UTC(2026, 0, 1, 0, minute)),
})
const files = [
  file('b.zip', 1, 2),
  file('A_a.zip', 3, 1),
  file('c.zip', 3, 3),
  file('Aa.txt', 2, 3),
]
const namesOf = (wish: Partial<Parameters<typeof fittingFiles>[1]>) =>
  fittingFiles(files, { sort: 'name', ...wish }).map(({ name }) => name)

test.each([
  ['-foundAt', ['Aa.txt', 'c.zip', 'b.zip', 'A_a.zip']],
  ['foundAt', ['A_a.zip', 'b.zip', 'Aa.txt', 'c.zip']],
  ['name', ['A_a.zip', 'Aa.txt', 'b.zip', 'c.zip']],
  ['-name', ['c.zip', 'b.zip', 'Aa.txt', 'A_a.zip']],
  ['-sizeBytes', ['A_a.zip', 'c.zip', 'Aa.txt', 'b.zip']],
] as const)('files come sorted by %s, and by name where that is the same', (sort, names) => {
  expect(namesOf({ sort })).toEqual(names)
})

test('files are found by a part of their name, which no sign makes a pattern', () => {
  expect(namesOf({ q: 'AA' })).toEqual(['Aa.txt'])
  expect(namesOf({ q: '_' })).toEqual(['A_a.zip'])
  expect(namesOf({ q: '%' })).toEqual([])
})
