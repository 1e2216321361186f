import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EventChanges } from '#shared/event-changes.ts'
import { readInThread } from '#server/events/read-in-thread.ts'
import { calendar, eventsOf, lecture, talk, term, termEvents, vevent } from './support/calendars.ts'
import { addEmptyCourse } from './support/course.ts'
import { createCourseSite, type CourseSite } from './support/course-site.ts'
import { jsonOf } from './support/site.ts'

let site: CourseSite
let id: number
let course: ReturnType<typeof eventsOf>
beforeAll(async () => {
  site = await createCourseSite()
})
afterAll(() => site.drop())
beforeEach(async () => {
  id = await addEmptyCourse(site.pool, { owners: [site.owner.id] })
  course = eventsOf(site, id)
})

describe('a calendar', () => {
  it('is shown first, without anything being made', async () => {
    expect(await course.take(term, { query: '?dryRun=true' })).toEqual({
      events: termEvents.map((event) => ({ ...event, id: null, change: 'added' })),
      removed: [],
      skipped: [],
      unchanged: 0,
    })
    expect(await course.list()).toEqual([])
  })

  it('is taken in, and the second time makes nothing new', async () => {
    const { events } = await course.take(term, { query: '?dryRun=false' })
    expect(events.map(({ change, id: _, ...event }) => ({ change, ...event }))).toEqual(
      termEvents.map((event) => ({ change: 'added', ...event })),
    )
    expect(await course.list()).toEqual(
      events.map(({ change: _, ...event }) => event).sort((a, b) => a.id! - b.id!),
    )
    expect(await course.take(term)).toEqual({ events: [], removed: [], skipped: [], unchanged: 3 })
    expect(await course.list()).toHaveLength(3)
  })

  it('makes nothing that is there already by other hands', async () => {
    await course.make(termEvents[1])
    expect(await course.take(term)).toMatchObject({ unchanged: 1, events: [{}, {}] })
    const later = term.replace('100000', '110000')
    const [, known] = await course.list()
    const { events } = await course.take(later)
    expect(events).toEqual([expect.objectContaining({ change: 'changed', time: '11:00' })])
    expect((await course.list()).map(({ id }) => id)).toContain(known!.id)
  })

  it('changes, splits and takes back the events that came from it', async () => {
    await course.take(term)
    const before = await course.list()
    const moved = term
      .replace('20160203T010000Z', '20160203T020000Z')
      .replace('SUMMARY:Essay', 'SUMMARY:Essay\r\nSTATUS:CANCELLED')
      .replace('COUNT=2', 'COUNT=2\r\nEXDATE;VALUE=DATE:20160211')
    const changes = await course.take(moved)
    const talkId = before.find(({ title }) => title === 'Guest talk')!.id
    expect(changes).toMatchObject({
      events: [
        { id: talkId, change: 'changed', at: '2016-02-03T02:00:00.000Z' },
        { change: 'changed', kind: 'repeating', startWeek: 1, endWeek: 1 },
      ],
      removed: [{ title: 'Essay' }],
      skipped: [{ title: 'Essay', reason: 'It is cancelled.' }],
      unchanged: 0,
    })
    expect(await course.list()).toHaveLength(2)

    const twice = term.replace('COUNT=2', 'COUNT=3;BYDAY=TH,FR')
    expect(await course.take(twice)).toMatchObject({
      events: [
        { change: 'added', at: '2016-02-03T23:00:00.000Z' },
        { change: 'added', at: '2016-02-04T23:00:00.000Z' },
        { change: 'added', at: '2016-02-10T23:00:00.000Z' },
        { title: 'Essay', change: 'added' },
        { title: 'Guest talk', change: 'changed' },
      ],
      removed: [{ title: 'Lecture', kind: 'repeating' }],
    })
    expect(await course.take(twice)).toMatchObject({ events: [], removed: [], unchanged: 5 })
  })

  it('leaves events alone that other calendars or people have made', async () => {
    await course.take(calendar(talk))
    await course.make(termEvents[2])
    expect(await course.take(calendar(lecture))).toMatchObject({ removed: [], events: [{}] })
    expect(await course.list()).toHaveLength(3)
  })

  it('may come as the file of a form', async () => {
    const form = new FormData()
    form.set('file', new File([term], 'term.ics'))
    const { events } = await jsonOf<EventChanges>(course.send(form, { type: '' }))
    expect(events).toHaveLength(3)
  })

  it('makes what browsers have kept out of date where it changes something', async () => {
    const before = await course.tag()
    await course.take(term, { query: '?dryRun=true' })
    expect(await course.tag()).toBe(before)
    await course.take(term)
    const after = await course.tag()
    expect(after).not.toBe(before)
    await course.take(term)
    expect(await course.tag()).toBe(after)
  })

  it('leaves a trace', async () => {
    await course.take(term)
    await course.take(term, { query: '?dryRun=true' })
    const [rows] = await site.pool.query(
      "SELECT detail, actor_id FROM audit_log WHERE course_id = ? AND action LIKE 'event%'",
      [id],
    )
    expect(rows).toEqual([
      { detail: JSON.stringify({ made: 3, removed: 0 }), actor_id: site.owner.id },
    ])
  })

  it('is taken in once by three people at the same time', async () => {
    await Promise.all([course.take(term), course.take(term), course.take(term)])
    expect(await course.list()).toHaveLength(3)
  })
})

describe('what is no calendar', () => {
  it.each([
    ['', 422, 'The file holds no calendar.'],
    ['\u0000\u0001', 422, 'not a calendar'],
    ['PK\u0003\u0004', 422, 'not a calendar'],
    ['<html></html>', 422, 'not a calendar'],
    [calendar(vevent('x', 'RRULE:FREQ=NEVER')), 422, 'invalid frequency'],
    [calendar('X-PAD:' + 'x'.repeat(1024 * 1024)), 413, '1048576 bytes at most'],
  ])('is refused with a reason (%#)', async (body, status, words) => {
    const answer = await course.send(body)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
    expect(((await answer.json()) as { detail: string }).detail).toContain(words)
  })

  it('is refused by its type, and by the fields of its form', async () => {
    expect((await course.send('{}', { type: 'application/json' })).status).toBe(415)
    expect((await course.send('x', { type: 'multipart/form-data; boundary=y' })).status).toBe(400)
    const fields = async (entries: [string, string | File][]) => {
      const form = new FormData()
      for (const [name, value] of entries) form.append(name, value)
      const answer = await course.send(form, { type: '' })
      expect(answer.status).toBe(400)
      const { errors } = (await answer.json()) as { errors: { path: string }[] }
      return errors.map((error) => error.path)
    }
    const file = new File([term], 'term.ics')
    expect(await fields([])).toEqual(['file'])
    expect(await fields([['file', term]])).toEqual(['file'])
    expect(
      await fields([
        ['file', file],
        ['file', file],
      ]),
    ).toEqual(['file'])
    expect(
      await fields([
        ['file', file],
        ['course', '2'],
      ]),
    ).toEqual(['course'])
    for (const query of ['?dryRun=maybe', '?dryRun=true&course=2']) {
      expect((await course.send(term, { query })).status).toBe(400)
    }
    expect(await course.list()).toEqual([])
  })

  it.each([
    'DTSTART:20160101T000000Z\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'DTSTART:20160101T000000Z\r\nRRULE:FREQ=DAILY;INTERVAL=999999999999999',
  ])('does not keep anybody waiting: %j', async (lines) => {
    const bytes = new TextEncoder().encode(calendar(vevent('endless', 'SUMMARY:x', lines)))
    const dates = { startDate: '2016-02-01', weeks: 2, timeZone: 'Australia/Melbourne' }
    await expect(readInThread(bytes, dates, 1000)).rejects.toMatchObject({
      status: 422,
      message: 'The calendar takes too long to read: one of its events may repeat for ever.',
    })
  })
})
