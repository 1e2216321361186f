import { describe, expect, it } from 'vitest'
import { aroundEvent } from './around-event.ts'
import { placeEvents } from './placed-event.ts'
import { readAround, readDay, sayDay, saySums } from './reading.ts'

const course = { startDate: '2026-07-27', timeZone: 'Europe/Berlin' }
const series = [
  {
    name: 'Content',
    values: Array.from({ length: 14 }, (_, day) => 1000 + day),
    colour: 'blue',
    dashes: [],
    symbol: 'circle' as const,
    fill: 0,
  },
]
const events = placeEvents(
  [{ eventId: 1, kind: 'single', title: 'Exam', day: '2026-08-04', at: '2026-08-04T08:00:00Z' }],
  course,
)
const chart = { startDate: course.startDate, series, events, coverage: { known: 10, partial: 9 } }

describe('a day', () => {
  it('is read with its week, its figures and its events', () => {
    expect(sayDay(readDay(8, chart))).toBe('Tue 4 Aug · Week 2, Content 1,008, Exam')
  })

  it('says that only a part of it is known', () => {
    expect(readDay(9, chart).coverage).toBe('only part of this day so far')
  })

  it('has no figures where no export has told of it', () => {
    expect(readDay(10, chart)).toMatchObject({
      coverage: 'No export yet',
      figures: [{ value: '–' }],
      events: [],
    })
  })
})

describe('days around an event', () => {
  const visits = Array.from({ length: 14 }, () => 10)

  it('are read with their number and dates', () => {
    const sums = readAround(aroundEvent({ start: 8, end: 8 }, visits, 14), course.startDate)
    expect(sums).toMatchObject([
      { name: '7 days before', value: '70 visits' },
      { name: 'That day', value: '10 visits', days: '4 Aug' },
      { name: '5 days after', value: '50 visits' },
    ])
    expect(saySums(sums)).toBe(
      '7 days before: 70 visits, That day: 10 visits, 5 days after: 50 visits',
    )
  })

  it('say how many of them have data', () => {
    const [, during, after] = readAround(
      aroundEvent({ start: 8, end: 8 }, visits, 10),
      course.startDate,
    )
    expect(during?.value).toBe('10 visits')
    expect(after?.days).toContain('of which 1 day has data')
    const [, unknown] = readAround(aroundEvent({ start: 8, end: 8 }, visits, 5), course.startDate)
    expect(unknown?.value).toBe('No export yet')
  })
})
