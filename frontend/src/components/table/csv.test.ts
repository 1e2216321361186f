import { parse } from 'csv-parse/sync'
import { expect, it } from 'vitest'
import { toCsv } from './csv.ts'

it('writes what any reader of CSV reads back', () => {
  const lines = [
    ['Title', 'W1', 'note'],
    ['Say "hi", twice', 12, 'two\nlines'],
    ['', 0.5, undefined],
  ]
  expect(parse(toCsv(lines))).toEqual([
    ['Title', 'W1', 'note'],
    ['Say "hi", twice', '12', 'two\nlines'],
    ['', '0.5', ''],
  ])
})

it('makes texts safe that a spreadsheet would run, and leaves numbers alone', () => {
  const dangerous = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1']
  const [cells] = parse(toCsv([[...dangerous, -1]]))
  expect(cells).toEqual([...dangerous.map((text) => `'${text}`), '-1'])
})
