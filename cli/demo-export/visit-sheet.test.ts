import { expect, test } from 'vitest'
import { Random } from './random.ts'
import { VisitSheet } from './visit-sheet.ts'

const rows = (sheet: VisitSheet) =>
  Array.from({ length: sheet.size }, (_, index) => [
    sheet.time(index),
    sheet.person(index),
    sheet.item(index),
  ])

test('visits come back in time order as they were added', () => {
  const sheet = new VisitSheet(300, 50)
  sheet.add(86_399_999, 299, 49)
  sheet.add(0, 0, 0)
  sheet.add(5_000, 299, 0)
  sheet.sort(86_400_000, new Random(1, 'sheet'))
  expect(rows(sheet)).toEqual([
    [0, 0, 0],
    [5_000, 299, 0],
    [86_399_999, 299, 49],
  ])
})

test('the same visit added three times becomes three visits of the same person to the same thing', () => {
  const sheet = new VisitSheet(3, 3)
  for (let time = 0; time < 3; time++) sheet.add(2, 1, 2)
  sheet.sort(4, new Random(1, 'sheet'))
  expect(new Set(rows(sheet).map(([time]) => time)).size).toBe(3)
  expect(rows(sheet).every(([, person, item]) => person === 1 && item === 2)).toBe(true)
})

test('a sheet that could not tell its visits apart is refused', () => {
  expect(() => new VisitSheet(1_000_000, 1_000)).toThrow(RangeError)
})
