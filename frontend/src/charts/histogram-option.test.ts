import { expect, it } from 'vitest'
import { binName, histogramOption } from './histogram-option.ts'

it('writes a group of students as a range, or as the one number that it is', () => {
  expect(binName({ from: 0, to: 0 })).toBe('0')
  expect(binName({ from: 1200, to: 2399 })).toBe('1,200 – 2,399')
})

it('has a bar for each group, on an axis that holds the largest', () => {
  const bins = [
    { from: 0, to: 0, students: 4 },
    { from: 1, to: 12, students: 31 },
  ]
  const option = histogramOption({ students: 35, bins }, 'Visits')
  expect(option).toMatchObject({
    xAxis: { data: ['0', '1\n– 12'] },
    yAxis: { min: 0, max: 40, interval: 10 },
    series: [{ data: [{ value: 4 }, { value: 31 }] }],
  })
})
