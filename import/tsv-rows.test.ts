import { expect, test } from 'vitest'
import { TsvRows } from './tsv-rows.ts'

const textOf = (rows: TsvRows) =>
  [...rows.taken()].map((chunk) => chunk.toString('latin1')).join('')

test('cells stand between tabs, and rows on lines', () => {
  const rows = new TsvRows()
  for (const number of [0, 9, 10, 4_294_967_295]) {
    rows.number(number)
    rows.text(null)
    rows.text('3:2 10')
    rows.instant(1_000_001)
    rows.endRow()
  }
  expect(textOf(rows)).toBe(
    [0, 9, 10, 4_294_967_295]
      .map((number) => `${number}\t\\N\t3:2 10\t19700101000001.000001\n`)
      .join(''),
  )
  expect(textOf(rows)).toBe('')
})

test('a text may be longer than a chunk', () => {
  const rows = new TsvRows(64)
  const text = 'x'.repeat(200_000)
  rows.number(1)
  rows.text(text)
  rows.number(2)
  rows.endRow()
  expect(textOf(rows)).toBe(`1\t${text}\t2\n`)
})

test('rows that nobody takes in time are kept', () => {
  const rows = new TsvRows(64)
  const text = 'x'.repeat(5000)
  for (let row = 0; row < 50; row++) {
    rows.text(text)
    rows.endRow()
  }
  expect(rows.isFull).toBe(true)
  expect(textOf(rows)).toBe(`${text}\n`.repeat(50))
  expect(rows.rows).toBe(50)
})
