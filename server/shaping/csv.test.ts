import { expect, it } from 'vitest'
import { csvText, type Cell } from './csv.ts'

const cell = (value: Cell) =>
  csvText({ header: [], rows: [[value]] })
    .split('\r\n')
    .slice(1, -1)
    .join('\r\n')

it.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', `"'\t=1"`.replaceAll('"', '')],
  ['\r=1', `"'\r=1"`],
  ['\n=1', `"'\n=1"`],
  [' =1', "' =1"],
  ['＝1', "'＝1"],
  ['＋1', "'＋1"],
  ['－1', "'－1"],
  ['＠A', "'＠A"],
  ['=cmd|"/C calc"!A0', `"'=cmd|""/C calc""!A0"`],
  ['=1,2', `"'=1,2"`],
])('makes %j harmless', (value, expected) => {
  expect(cell(value)).toBe(expected)
})

it.each([
  ['plain', 'plain'],
  ['1-2', '1-2'],
  ['a,b', '"a,b"'],
  ['say "x"', '"say ""x"""'],
  ['two\nlines', '"two\nlines"'],
  [' blank', '" blank"'],
  ['😀 Zoë', '😀 Zoë'],
  [-1.5, '-1.5'],
  [true, 'true'],
  [null, ''],
  [undefined, ''],
])('writes %j as %j', (value, expected) => {
  expect(cell(value)).toBe(expected)
})

it('begins with a byte-order mark and ends each line', () => {
  expect(csvText({ header: ['a', 'b'], rows: [[1, 2]] })).toBe('\u{feff}a,b\r\n1,2\r\n')
})
