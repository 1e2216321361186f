import { describe, expect, it } from 'vitest'
import { percentChange, readMetric } from './week-metrics.ts'

const all = { known: 21, partial: null }
/** Three weeks; on day `n` there are `n` of everything. */
const days = Array.from({ length: 21 }, (_, day) => ({
  day: `day ${day}`,
  uniquePages: day,
  students: day,
  sessions: day,
  averageSessionMinutes: day,
  averagePagesPerSession: day,
}))

describe('metrics of a week', () => {
  it('adds up sessions and compares with the week before', () => {
    const reading = readMetric('sessions', days, { from: 7, to: 14 }, all)
    expect(reading).toMatchObject({ figure: 70, before: 21, known: 7, days: 7 })
  })

  it('takes the middle day of what cannot be added up', () => {
    const reading = readMetric('students', days, { from: 7, to: 14 }, all)
    expect(reading).toMatchObject({ figure: 10, before: 3 })
  })

  it('has nothing to compare the first week with, nor a span that is no week', () => {
    expect(readMetric('sessions', days, { from: 0, to: 7 }, all).before).toBeNull()
    expect(readMetric('sessions', days, { from: 8, to: 15 }, all).before).toBeNull()
  })

  it('counts only days with data, and does not compare a week that is not over', () => {
    const coverage = { known: 11, partial: 10 }
    const reading = readMetric('students', days, { from: 7, to: 14 }, coverage)
    expect(reading).toMatchObject({ figure: 8.5, known: 4, days: 7, before: null })
  })

  it('does not compare a week whose last day is partial', () => {
    const coverage = { known: 14, partial: 13 }
    expect(readMetric('sessions', days, { from: 7, to: 14 }, coverage).before).toBeNull()
  })

  it('leaves days without sessions out of averages', () => {
    const reading = readMetric('averageSessionMinutes', days, { from: 0, to: 7 }, all)
    expect(reading).toMatchObject({ figure: 3.5, counted: 6, known: 7 })
    expect(readMetric('students', days, { from: 0, to: 7 }, all)).toMatchObject({
      figure: 3,
      counted: 7,
    })
    expect(readMetric('averageSessionMinutes', days, { from: 0, to: 1 }, all).figure).toBeNull()
  })

  it('has no figure where nothing is known', () => {
    const nothing = { known: 0, partial: null }
    expect(readMetric('sessions', days, { from: 0, to: 7 }, nothing).figure).toBeNull()
  })
})

it('has no change in percent from nothing', () => {
  expect(percentChange(0, 5)).toBeNull()
  expect(percentChange(50, 45)).toBe(-10)
})
