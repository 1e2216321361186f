import type { ResultSetHeader } from 'mysql2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anyCourseEventListSchema, type AnyCourseEvent } from '#shared/any-course-event.ts'
import { createTestSite, jsonOf, type Caller, type TestSite } from './support/site.ts'

let site: TestSite
let administrator: Caller
let melbourne: number
let honolulu: number

/** Two courses of two weeks from Monday 2016-02-01: one of the zone UTC+11, one of UTC-10. */
beforeAll(async () => {
  site = await createTestSite()
  administrator = await site.addPerson('admin@example.edu', { isAdmin: true })
  melbourne = await addCourse('EAST', 'Australia/Melbourne')
  honolulu = await addCourse('WEST', 'Pacific/Honolulu')
  // The 3rd in Melbourne from its first second, the 1st in Honolulu to its last one.
  await add(melbourne, { kind: 'single', title: 'Exam', at: '2016-02-02T13:00:00Z' })
  await add(honolulu, { kind: 'single', title: 'exam', at: '2016-02-02T09:59:59Z' })
  await add(melbourne, {
    kind: 'repeating',
    title: 'Lecture',
    weekday: 1,
    startWeek: 2,
    endWeek: 2,
    time: null,
  })
  await add(honolulu, {
    kind: 'submission',
    title: 'Essay',
    startAt: '2016-02-04T10:00:00Z',
    endAt: '2016-02-06T10:00:00Z',
    submissionType: 'assignment',
  })
})
afterAll(() => site.drop())

async function addCourse(code: string, timeZone: string) {
  const [{ insertId }] = await site.pool.query<ResultSetHeader>(
    `INSERT INTO course_offerings (code, title, start_date, weeks, time_zone, created_at)
     VALUES (?, ?, '2016-02-01', 2, ?, UTC_TIMESTAMP(6))`,
    [code, code, timeZone],
  )
  return insertId
}

const add = (course: number, json: object) =>
  jsonOf(site.ask(`/api/courses/${course}/events`, { from: administrator, json }))

const ask = (query: string) => site.ask(`/api/admin/events${query}`, { from: administrator })
async function list(query = ''): Promise<AnyCourseEvent[]> {
  const body = await jsonOf<{ events: AnyCourseEvent[] }>(ask(query))
  expect(anyCourseEventListSchema.parse(body)).toEqual(body)
  return body.events
}
const titles = async (query: string) => (await list(query)).map(({ title }) => title)

describe('events of all courses', () => {
  it('come in the order of time, with their courses', async () => {
    const events = await list()
    expect(events.map(({ title, courseCode }) => [title, courseCode])).toEqual([
      ['exam', 'WEST'],
      ['Exam', 'EAST'],
      ['Essay', 'WEST'],
      ['Lecture', 'EAST'],
    ])
    expect(events[1]).toEqual({
      id: 1,
      kind: 'single',
      title: 'Exam',
      at: '2016-02-02T13:00:00.000Z',
      courseId: melbourne,
      courseCode: 'EAST',
      courseDates: { startDate: '2016-02-01', weeks: 2, timeZone: 'Australia/Melbourne' },
    })
  })

  it.each([
    ['sort=title', ['Essay', 'Exam', 'Lecture', 'exam']],
    ['sort=course', ['Exam', 'Lecture', 'exam', 'Essay']],
    ['sort=title&limit=2&offset=1', ['Exam', 'Lecture']],
    ['kind=single', ['exam', 'Exam']],
    ['kind=repeating', ['Lecture']],
    ['q=EXA', ['exam', 'Exam']],
    ['q=wes', ['exam', 'Essay']],
    ['q=%25', []],
  ])('are sorted and found by %s', async (query, found) => {
    expect(await titles(`?${query}`)).toEqual(found)
  })

  it('are found by course', async () => {
    expect(await titles(`?course=${honolulu}`)).toEqual(['exam', 'Essay'])
  })

  it.each([
    ['from=2016-02-01&to=2016-02-01', ['exam']],
    ['from=2016-02-02&to=2016-02-02', []],
    ['from=2016-02-03&to=2016-02-03', ['Exam']],
    // The essay is due on the 6th in Honolulu: from midnight of the 4th to midnight of the 6th.
    ['from=2016-02-04&to=2016-02-04', ['Essay']],
    ['from=2016-02-06&to=2016-02-06', ['Essay']],
    ['from=2016-02-07&to=2016-02-07', []],
    ['from=2016-02-08&to=2016-02-08', ['Lecture']],
    ['from=2016-02-14', ['Lecture']],
    ['from=2016-02-15', []],
    ['to=2016-02-03', ['exam', 'Exam']],
    ['to=2016-01-31', []],
    ['from=2016-02-02', ['Exam', 'Essay', 'Lecture']],
  ])('are found by days of the zone of each course: %s', async (query, found) => {
    expect(await titles(`?${query}`)).toEqual(found)
  })

  it.each(['kind=none', 'sort=id', 'from=2016', 'to=2016-02-30', 'limit=201', 'week=1'])(
    'are not found by %s',
    async (query) => {
      expect((await ask(`?${query}`)).status).toBe(400)
    },
  )
})
