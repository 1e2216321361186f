import { describe, expect, test } from 'vitest'
import { hasName, withoutNames } from './find-names.ts'
import { realNames } from './real-names.ts'

const names = realNames([
  { first: 'Ann', last: 'Archer' },
  { first: 'Jörg', last: 'Müller' },
  { name: "Pat O'Hara" },
  { other: 'ann@example.edu' },
  { other: 's123456' },
  { other: '4711' },
])

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

describe('short names', () => {
  const short = realNames([
    { first: 'Li', last: 'Wu' },
    { first: 'an', last: 'Do' },
    { first: 'Al', last: 'Green' },
    { first: 'Q', last: 'X' },
    { first: 'Xi Yu', last: 'Ng' },
    { first: 'Juana', last: 'de la O' },
    { name: 'Bo Ek' },
  ])

  test.each([
    ['Essay of Li', 'Essay of …'],
    ['Essay by Wu, group 2', 'Essay by …, group 2'],
    ['an essay, all you can do', 'an essay, all you can do'],
    ['An essay', '… essay'],
    ['ON AND OFF; LI', 'ON AND OFF; LI'],
    ['by li wu', 'by … …'],
    ['wu, LI', '…, …'],
    ['li_wu.docx', '…_….docx'],
    ["Li Wu's essay", '… … essay'],
    ['an. Do', '…. …'],
    ['do you know an', 'do you know an'],
    ['al green, xi yu ng', '… …, … … …'],
    ['Plan Q, page X', 'Plan Q, page X'],
    ['Q X and q, x', '… … and …, …'],
    ['Guerra de la independencia', 'Guerra de la independencia'],
    ['Juana de la O', '… … la O'],
    ['bo ek', '… …'],
    ['Bo and Ek', '… and …'],
  ])('%s becomes %s', (text, expected) => {
    expect(withoutNames(text, short)).toBe(expected)
    expect(hasName(expected, short)).toBe(false)
    expect(hasName(text, short)).toBe(text !== expected)
  })

  test('are nobody in keys, but with the other name beside them', () => {
    expect(hasName('Li', short, { isKey: true })).toBe(false)
    expect(hasName('li.wu', short, { isKey: true })).toBe(true)
    expect(hasName('_1_1', realNames([{ first: '1', last: '1' }]), { isKey: true })).toBe(false)
  })
})

test.each([
  ['王伟的作文', '…的作文'],
  ['作文（伟王）', '作文（…）'],
  ['王的作文', '王的作文'],
  ['과제 김민수', '과제 …'],
  ['민수의 과제', '…의 과제'],
])('where words are written without spaces, %s becomes %s', (text, expected) => {
  const unspaced = realNames([
    { first: '伟', last: '王' },
    { first: '민수', last: '김' },
  ])
  expect(withoutNames(text, unspaced)).toBe(expected)
  expect(hasName(expected, unspaced)).toBe(false)
})
