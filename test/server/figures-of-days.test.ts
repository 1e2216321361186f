import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  dailyMetricsSchema,
  dailyVisitsSchema,
  histogramSchema,
  hoursSchema,
  type DailyMetrics,
  type DailyVisits,
  type Histogram,
  type Hours,
} from '#shared/figures.ts'
import { ann, bob, folder, forum, reading } from './support/course.ts'
import { createCourseSite, type CourseSite } from './support/course-site.ts'

let site: CourseSite

beforeAll(async () => {
  site = await createCourseSite()
})
afterAll(() => site.drop())

describe('visits of each day', () => {
  const daily = (query = '') => site.answer<DailyVisits>(dailyVisitsSchema, `/visits/daily${query}`)
  const someDays = ({ days }: DailyVisits) =>
    days
      .filter(({ students }) => students > 0)
      .map(({ day, content, communication, assessment, uniquePages, students }) =>
        [day, content, communication, assessment, uniquePages, students].join(' '),
      )

  it('holds every day of the course, with zeros where nobody came', async () => {
    const { days } = await daily()
    expect(days).toHaveLength(14)
    expect(days[0]?.day).toBe('2016-02-01')
    expect(days[1]).toEqual({
      day: '2016-02-02',
      content: 0,
      communication: 0,
      assessment: 0,
      uniquePages: 0,
      students: 0,
    })
    expect(days[13]?.day).toBe('2016-02-14')
  })

  it('counts the course', async () => {
    expect(someDays(await daily())).toEqual([
      '2016-02-01 3 0 0 1 2',
      '2016-02-04 0 0 1 1 1',
      '2016-02-08 1 3 0 2 2',
    ])
  })

  it('counts one student', async () => {
    expect(someDays(await daily(`?student=${site.id(ann)}`))).toEqual([
      '2016-02-01 2 0 0 1 1',
      '2016-02-04 0 0 1 1 1',
      '2016-02-08 1 1 0 2 1',
    ])
  })

  it('counts one resource', async () => {
    expect(someDays(await daily(`?resource=${site.id(reading)}`))).toEqual([
      '2016-02-01 3 0 0 1 2',
      '2016-02-08 1 0 0 1 1',
    ])
  })

  it('counts one student at one resource', async () => {
    expect(someDays(await daily(`?student=${site.id(bob)}&resource=${site.id(forum)}`))).toEqual([
      '2016-02-08 0 2 0 1 1',
    ])
  })

  it('holds the days of a span only', async () => {
    const { days } = await daily('?from=2016-02-04&to=2016-02-08')
    expect(days.map(({ day }) => day)).toEqual([
      '2016-02-04',
      '2016-02-05',
      '2016-02-06',
      '2016-02-07',
      '2016-02-08',
    ])
    expect(someDays({ days, events: [] })).toEqual(['2016-02-04 0 0 1 1 1', '2016-02-08 1 3 0 2 2'])
  })
})

describe('metrics of each day', () => {
  it('holds averages to one decimal', async () => {
    const { days } = await site.answer<DailyMetrics>(dailyMetricsSchema, '/metrics/daily')
    expect(days).toHaveLength(14)
    expect(days[0]).toEqual({
      day: '2016-02-01',
      uniquePages: 1,
      students: 2,
      sessions: 3,
      averageSessionMinutes: 16.7,
      averagePagesPerSession: 1,
    })
    expect(days[7]).toMatchObject({ averageSessionMinutes: 12.5, averagePagesPerSession: 2 })
  })

  it('holds zeros, not quotients of nothing, on a day without sessions', async () => {
    const { days } = await site.answer<DailyMetrics>(dailyMetricsSchema, '/metrics/daily')
    expect(days[1]).toMatchObject({ averageSessionMinutes: 0, averagePagesPerSession: 0 })
  })

  it('holds the seven days of a week', async () => {
    const { days } = await site.answer<DailyMetrics>(dailyMetricsSchema, '/metrics/daily?week=2')
    expect(days).toHaveLength(7)
    expect(days[0]).toMatchObject({ day: '2016-02-08', sessions: 2 })
  })
})

describe('histogram', () => {
  const bins = async (query = '') => {
    const answered = await site.answer<Histogram>(histogramSchema, `/visits/histogram${query}`)
    expect(answered.students).toBe(3)
    expect(answered.bins).toHaveLength(11)
    return answered.bins
      .filter(({ students }) => students > 0)
      .map(({ from, to, students }) => `${from}-${to}: ${students}`)
  }

  it('counts those without a visit and those with', async () => {
    expect(await bins()).toEqual(['0-0: 1', '3-3: 1', '5-5: 1'])
  })
  it('counts a week', async () => {
    expect(await bins('?week=1')).toEqual(['0-0: 1', '1-1: 1', '3-3: 1'])
  })
  it('counts a span', async () => {
    expect(await bins('?from=2016-02-02&to=2016-02-08')).toEqual(['0-0: 1', '2-2: 1', '3-3: 1'])
  })
  it('counts a resource, in all and in a week', async () => {
    expect(await bins(`?resource=${site.id(reading)}`)).toEqual(['0-0: 1', '1-1: 1', '3-3: 1'])
    expect(await bins(`?resource=${site.id(reading)}&week=2`)).toEqual(['0-0: 2', '1-1: 1'])
    expect(await bins(`?resource=${site.id(folder)}`)).toEqual(['0-0: 3'])
  })
})

it('tells visits by weekday and hour', async () => {
  const all = await site.answer<Hours>(hoursSchema, '/visits/hours')
  expect(all.cells).toHaveLength(168)
  const some = (cells: Hours['cells']) =>
    cells.filter(({ visits }) => visits > 0).map((cell) => Object.values(cell).join(' '))
  expect(some(all.cells)).toEqual(['1 9 7', '4 20 1'])
  const span = await site.answer<Hours>(hoursSchema, '/visits/hours?from=2016-02-08')
  expect(some(span.cells)).toEqual(['1 9 4'])
})
