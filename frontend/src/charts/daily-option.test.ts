import { describe, expect, it } from 'vitest'
import { dailyOption, highestIn, type DailyChart } from './daily-option.ts'

const series = {
  name: 'Content',
  values: Array.from({ length: 70 }, (_, day) => day),
  colour: 'blue',
  dashes: [],
  symbol: 'circle' as const,
  fill: 0.1,
}
const chart = (from: number, to: number, known = 70): DailyChart => ({
  scale: { span: { from, to }, left: 40, width: 1200 },
  margins: { left: 40, right: 0, top: 0, bottom: 40 },
  series: [series],
  known,
  values: { max: 100, interval: 25 },
  formatValue: String,
  formatLabel: ({ day }) => [`W${day / 7 + 1}`, `day ${day}`],
})

interface Point {
  value: [number, number]
  symbol: string
}
const pointsOf = (one: DailyChart) => {
  const [line] = dailyOption(one).series as { data: Point[] }[]
  return line?.data ?? []
}

describe('lines over days', () => {
  it('stand in the middle of the days of the span', () => {
    expect(pointsOf(chart(7, 14)).map(({ value }) => value)).toEqual([
      [7.5, 7],
      [8.5, 8],
      [9.5, 9],
      [10.5, 10],
      [11.5, 11],
      [12.5, 12],
      [13.5, 13],
    ])
  })

  it('end with the last day that an export has told of', () => {
    expect(pointsOf(chart(7, 14, 9))).toHaveLength(2)
    expect(pointsOf(chart(7, 14, 3))).toEqual([])
  })

  it('bear their mark on every day of a month, and once a week beyond', () => {
    expect(pointsOf(chart(0, 31)).every(({ symbol }) => symbol === 'circle')).toBe(true)
    const marked = pointsOf(chart(0, 70)).filter(({ symbol }) => symbol === 'circle')
    expect(marked).toHaveLength(10)
  })
})

it('labels weeks by number and date', () => {
  const { xAxis } = dailyOption(chart(0, 70)) as {
    xAxis: { axisLabel: { customValues: number[]; formatter: (at: number) => string } }
  }
  expect(xAxis.axisLabel.customValues).toContain(10.5)
  expect(xAxis.axisLabel.formatter(10.5)).toBe('{first|W2}\nday 7')
})

it('finds the highest value of the days that are known', () => {
  expect(highestIn([series], { from: 0, to: 14 }, 70)).toBe(13)
  expect(highestIn([series], { from: 0, to: 14 }, 5)).toBe(4)
  expect(highestIn([], { from: 0, to: 14 }, 5)).toBe(0)
})
