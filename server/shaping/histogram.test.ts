import { expect, it } from 'vitest'
import { histogramOf } from './histogram.ts'

const bins = (visits: number[], classSize: number) =>
  histogramOf(visits, classSize).bins.map(({ from, to, students }) => `${from}-${to}: ${students}`)

it('has ten bins of equal whole width up to the maximum, after one of those with none', () => {
  expect(bins([1, 3, 4, 25], 6)).toEqual([
    '0-0: 2',
    '1-3: 2',
    '4-6: 1',
    '7-9: 0',
    '10-12: 0',
    '13-15: 0',
    '16-18: 0',
    '19-21: 0',
    '22-24: 0',
    '25-27: 1',
    '28-30: 0',
  ])
})

it('fills the last bin where ten widths make the maximum', () => {
  const last = histogramOf([20, 1], 2).bins.at(-1)
  expect(last).toEqual({ from: 19, to: 20, students: 1 })
})

it('has bins of width one where nobody has more than ten, or any', () => {
  expect(bins([2], 1).slice(0, 3)).toEqual(['0-0: 0', '1-1: 0', '2-2: 1'])
  expect(bins([], 0)).toHaveLength(11)
})
