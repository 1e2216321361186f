import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventListSchema } from '#shared/event.ts'
import { dailyVisitsSchema, type DailyVisits } from '#shared/figures.ts'
import { addEmptyCourse } from './support/course.ts'
import { createCourseSite, type CourseSite } from './support/course-site.ts'
import { jsonOf } from './support/site.ts'

let site: CourseSite
beforeAll(async () => {
  site = await createCourseSite()
})
afterAll(() => site.drop())

const path = (rest = '') => `/api/courses/${site.course}/events${rest}`
const make = (json: unknown) => site.ask(path(), { from: site.owner, json })
const made = async (json: unknown) => (await jsonOf<{ event: { id: number } }>(make(json))).event.id

const talk = { kind: 'single', title: 'Guest talk', at: '2016-02-03T00:30:00+11:00' }
const lecture = {
  kind: 'repeating',
  title: 'Lecture',
  weekday: 4,
  startWeek: 1,
  endWeek: 2,
  time: '10:00',
}
const essay = {
  kind: 'submission',
  title: 'Essay',
  startAt: '2016-02-02T00:00:00Z',
  endAt: '2016-02-05T12:59:00Z',
  submissionType: 'assignment',
}

describe('events', () => {
  it('are made, listed, changed and deleted', async () => {
    const answer = await make(talk)
    expect(answer.status).toBe(201)
    const { event } = (await answer.json()) as { event: { id: number } }
    expect(event).toEqual({ ...talk, at: '2016-02-02T13:30:00.000Z', id: event.id })

    const changed = await site.ask(path(`/${event.id}`), {
      from: site.owner,
      method: 'PUT',
      json: lecture,
    })
    expect(await changed.json()).toEqual({ event: { ...lecture, id: event.id } })
    const list = await jsonOf(site.ask(path(), { from: site.owner }))
    expect(list).toEqual({ events: [{ ...lecture, id: event.id }] })
    expect(eventListSchema.parse(list)).toEqual(list)

    const remove = () => site.ask(path(`/${event.id}`), { from: site.owner, method: 'DELETE' })
    expect((await remove()).status).toBe(204)
    expect((await remove()).status).toBe(404)
    expect(await jsonOf(site.ask(path(), { from: site.owner }))).toEqual({ events: [] })
  })

  it('make what browsers have kept of the course out of date', async () => {
    const tag = async () => (await site.askCourse('/visits/daily')).headers.get('ETag')
    const before = await tag()
    const id = await made(talk)
    const between = await tag()
    await site.ask(path(`/${id}`), { from: site.owner, method: 'DELETE' })
    expect(new Set([before, between, await tag()]).size).toBe(3)
  })

  it('happen on local days, in order, within the span that is asked for', async () => {
    const ids = [
      await made(lecture),
      await made(talk),
      await made({ ...lecture, time: null }),
      await made(essay),
    ]
    const [lectureId, talkId, wholeDayId, essayId] = ids
    const { events } = await site.answer<DailyVisits>(dailyVisitsSchema, '/visits/daily')
    const lectureOn = (day: string, at: string) => ({
      eventId: lectureId,
      kind: 'repeating',
      title: 'Lecture',
      day,
      at,
    })
    const wholeDayOn = (day: string) => ({ ...lectureOn(day, ''), eventId: wholeDayId, at: null })
    const essayWindow = {
      eventId: essayId,
      kind: 'submission',
      title: 'Essay',
      day: '2016-02-02',
      at: '2016-02-02T00:00:00.000Z',
      endDay: '2016-02-05',
      endAt: '2016-02-05T12:59:00.000Z',
    }
    expect(events).toEqual([
      essayWindow,
      // Half past midnight in Melbourne is still the day before in UTC.
      {
        eventId: talkId,
        kind: 'single',
        title: 'Guest talk',
        day: '2016-02-03',
        at: '2016-02-02T13:30:00.000Z',
      },
      wholeDayOn('2016-02-04'),
      lectureOn('2016-02-04', '2016-02-03T23:00:00.000Z'),
      wholeDayOn('2016-02-11'),
      lectureOn('2016-02-11', '2016-02-10T23:00:00.000Z'),
    ])
    const span = await site.answer<DailyVisits>(
      dailyVisitsSchema,
      '/visits/daily?from=2016-02-05&to=2016-02-10',
    )
    expect(span.events).toEqual([essayWindow])
    for (const id of ids) await site.ask(path(`/${id}`), { from: site.owner, method: 'DELETE' })
  })

  it.each([
    ['title', { ...talk, title: ' ' }],
    ['title', { ...talk, title: 'x'.repeat(256) }],
    ['at', { ...talk, at: '2016-01-31T12:59:59Z' }],
    ['at', { ...talk, at: '2016-02-14T13:00:00Z' }],
    ['at', { ...talk, at: '2016-02-03' }],
    ['at', { ...talk, at: '2016-02-03T00:30:00' }],
    ['endAt', { ...essay, endAt: '2016-02-01T00:00:00Z' }],
    ['endAt', { ...essay, endAt: '2016-02-20T00:00:00Z' }],
    ['startAt', { ...essay, startAt: '2016-01-20T00:00:00Z' }],
    ['submissionType', { ...essay, submissionType: 'exam' }],
    ['endWeek', { ...lecture, startWeek: 2, endWeek: 1 }],
    ['endWeek', { ...lecture, endWeek: 3 }],
    ['startWeek', { ...lecture, startWeek: 0 }],
    ['weekday', { ...lecture, weekday: 8 }],
    ['time', { ...lecture, time: '24:00' }],
    ['time', { ...lecture, time: undefined }],
    ['courseId', { ...talk, courseId: 2 }],
    ['id', { ...talk, id: 7 }],
    ['weekday', { ...talk, weekday: 1 }],
    ['kind', { ...talk, kind: 'party' }],
  ])('are refused by the field %s: %j', async (field, json) => {
    const answer = await make(json)
    expect(answer.status).toBe(400)
    const { errors } = (await answer.json()) as { errors: { path: string }[] }
    expect(errors.map((error) => error.path)).toEqual([field])
  })

  it('leave a trace of what was done with them, and none of what failed', async () => {
    const id = await made(talk)
    const change = { from: site.owner, method: 'PUT', json: lecture }
    await site.ask(path(`/${id}`), change)
    await site.ask(path(`/${id}`), { from: site.owner, method: 'DELETE' })
    expect((await site.ask(path(`/${id}`), change)).status).toBe(404)
    const [rows] = await site.pool.query(
      'SELECT action, course_id, actor_id FROM audit_log WHERE detail = ? ORDER BY id',
      [JSON.stringify({ eventId: id })],
    )
    expect(rows).toEqual(
      ['event.created', 'event.changed', 'event.deleted'].map((action) => ({
        action,
        course_id: site.course,
        actor_id: site.owner.id,
      })),
    )
  })

  it('begin with the first and end before the last instant of the course', async () => {
    for (const at of ['2016-01-31T13:00:00Z', '2016-02-14T12:59:59.999Z']) {
      const id = await made({ ...talk, at })
      await site.ask(path(`/${id}`), { from: site.owner, method: 'DELETE' })
    }
  })

  it('of another course do not exist here', async () => {
    const other = await addEmptyCourse(site.pool, { code: 'OTHER', owners: [site.owner.id] })
    const id = await made(talk)
    for (const method of ['PUT', 'DELETE']) {
      const json = method === 'PUT' ? { json: talk } : {}
      const answer = await site.ask(`/api/courses/${other}/events/${id}`, {
        from: site.owner,
        method,
        ...json,
      })
      expect(answer.status).toBe(404)
    }
    expect((await site.ask(path(`/${id}`), { from: site.owner, method: 'DELETE' })).status).toBe(
      204,
    )
  })
})
