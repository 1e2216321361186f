import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Job } from '#lib/jobs.ts'
import { publicId } from '#shared/public-id.ts'
import type { Visited } from '../support/visited-course.ts'
import { createBeforeAfterSite, type BeforeAfterSite } from './support/before-after.ts'
import { jsonOf } from './support/site.ts'

let site: BeforeAfterSite
beforeAll(async () => {
  site = await createBeforeAfterSite()
})
afterAll(() => site.drop())

const visit = (at: string, userNo = 1, resourceNo = 1): Visited => ({
  ...{ userNo, resourceNo },
  at: Temporal.Instant.from(at),
})

const melbourne = { startDate: '2016-02-01', weeks: 2, timeZone: 'Australia/Melbourne' }

describe('one visit on the Thursday of week 1', () => {
  it.each([
    [5, '1/0'],
    [3, '0/1'],
    [4, '0/1'],
  ])('is, with an event on weekday %s without a time, %s', async (weekday, week1) => {
    const id = await site.addCourse(melbourne, [visit('2016-02-04T00:00:00+11:00')])
    const { resources, students, highest } = await site.tables(id, { weekday, time: null })
    expect(resources).toEqual([
      [week1, '0/0'],
      ['0/0', '0/0'],
    ])
    expect(students).toEqual(resources)
    expect(highest).toBe(1)
  })

  it('has no figure in weeks in which the event does not take place', async () => {
    const id = await site.addCourse(melbourne, [visit('2016-02-04T00:00:00+11:00')])
    const late = { weekday: 5, time: '10:00', startWeek: 2, endWeek: 2 }
    expect((await site.tables(id, late)).students).toEqual([
      ['-', '0/0'],
      ['-', '0/0'],
    ])
  })
})

it('divides the event’s own day at its time, which itself is after', async () => {
  const id = await site.addCourse(melbourne, [
    visit('2016-02-03T23:59:59.999999+11:00', 1),
    visit('2016-02-04T09:04:59.999999+11:00', 1),
    visit('2016-02-04T09:05:00+11:00', 1, 2),
    visit('2016-02-04T09:04:00+11:00', 2, 2),
    visit('2016-02-05T08:00:00+11:00', 2),
    visit('2016-02-11T08:00:00+11:00', 2),
    visit('2016-02-11T08:00:00+11:00', 9),
  ])
  const thursday = await site.tables(id, { weekday: 4, time: '09:05' })
  expect(thursday).toEqual({
    resources: [
      ['2/1', '1/0'],
      ['1/1', '0/0'],
    ],
    students: [
      ['2/1', '0/0'],
      ['1/1', '1/0'],
    ],
    highest: 2,
  })
  expect((await site.tables(id, { weekday: 4, time: '00:00' })).students).toEqual([
    ['1/2', '0/0'],
    ['0/2', '0/1'],
  ])
  expect((await site.tables(id, { weekday: 1, time: '00:00' })).students).toEqual([
    ['0/3', '0/0'],
    ['0/2', '0/1'],
  ])
})

it('gives the resources of one category, and both tables as CSV', async () => {
  const id = await site.addCourse(melbourne, [visit('2016-02-04T09:00:00+11:00', 2, 2)])
  const event = await site.addEvent(id, { weekday: 4, time: '10:00', startWeek: 1, endWeek: 1 })
  const ask = async (path: string) =>
    (await site.ask(`/api/courses/${id}/${path}&event=${event}`, { from: site.owner })).text()
  const assessment = await ask('resources/before-after?category=assessment&format=csv')
  expect(assessment.split('\r\n').slice(0, -1)).toEqual([
    'key,title,contentType,category,isForum,week 1 before,week 1 after,week 2 before,week 2 after',
    'k2,Quiz,assessment/x-bb-qti-test,assessment,false,1,0,,',
  ])
  const students = await ask('students/before-after?format=csv')
  expect(students.split('\r\n').slice(1, -1)).toEqual(['u1,Person 1,0,0,,', 'u2,Person 2,1,0,,'])
})

it('asks the workers to count where it had to read facts, and only there', async () => {
  const id = await site.addCourse(melbourne, [visit('2016-02-04T09:00:00+11:00')])
  await site.tables(id, { weekday: 4, time: '10:00' })
  const job: Job = { job: 'count-splits', courseId: id }
  expect(site.published.filter((other) => 'courseId' in other && other.courseId === id)).toEqual([
    job,
    job,
  ])
})

it('refuses what is no repeating event of the course', async () => {
  const [id, other] = [await site.addCourse(melbourne, []), await site.addCourse(melbourne, [])]
  const foreign = await site.addEvent(other, { weekday: 1, time: null })
  const json = { kind: 'single', title: 'Exam', at: '2016-02-04T00:00:00Z' }
  const path = `/api/courses/${id}/events`
  const single = await jsonOf<{ event: { id: number } }>(site.ask(path, { from: site.owner, json }))
  for (const table of ['resources', 'students']) {
    const status = async (query: string) =>
      (await site.ask(`/api/courses/${id}/${table}/before-after${query}`, { from: site.owner }))
        .status
    expect(await status(`?event=${foreign}`)).toBe(404)
    expect(await status('?event=999999')).toBe(404)
    expect(await status(`?event=${publicId(id, 1)}`)).toBe(404)
    expect(await status(`?event=${single.event.id}`)).toBe(400)
    expect(await status('')).toBe(400)
    expect(await status('?event=x')).toBe(400)
  }
})
