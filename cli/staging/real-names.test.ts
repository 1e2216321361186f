import { expect, test } from 'vitest'
import { hasName, withoutNames } from './real-names.ts'

const names = new Set(['ann', 'archer', 'ann@example.edu', 's123456', '4711', 'müller', "o'hara"])

test.each([
  ['Reading for Week 1', 'Reading for Week 1'],
  ['Essay of Ann Archer.', 'Essay of … …'],
  ['ANN, planning', '…, planning'],
  ['mail ann@example.edu!', 'mail …!'],
  ['archer_final.docx', '…'],
  ['(s123456)', '(…)'],
  ['Gruppe Müller / O’Hara', 'Gruppe … / O’Hara'],
  ["O'Hara’s book", '… book'],
])('%s becomes %s', (text, expected) => {
  expect(withoutNames(text, names)).toBe(expected)
})

test('a number in a key of the LMS is nobody, elsewhere it may be a login', () => {
  expect(hasName('4711', names, { isKey: true })).toBe(false)
  expect(hasName('Group 4711', names)).toBe(true)
  expect(hasName('archer', names, { isKey: true })).toBe(true)
})
