import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventChangesSchema, type EventChanges } from '#shared/event-changes.ts'
import { addEmptyCourse } from './support/course.ts'
import { createCourseSite, type CourseSite } from './support/course-site.ts'
import { jsonOf, type Caller } from './support/site.ts'

/** Both courses run for two weeks in Melbourne; the second begins 52 weeks later. */
let site: CourseSite
let next: number
beforeAll(async () => {
  site = await createCourseSite()
  next = await addEmptyCourse(site.pool, { code: 'NEXT', owners: [site.owner.id] })
  await site.pool.query("UPDATE course_offerings SET start_date = '2017-01-30' WHERE id = ?", [
    next,
  ])
  for (const json of [talk, lecture]) {
    await site.ask(`/api/courses/${site.course}/events`, { from: site.owner, json })
  }
})
afterAll(() => site.drop())

const talk = { kind: 'single', title: 'Talk', at: '2016-02-08T23:00:00.000Z' }
const lecture = {
  kind: 'repeating',
  title: 'Lecture',
  weekday: 4,
  startWeek: 1,
  endWeek: 2,
  time: null,
}
const copies = [{ ...talk, at: '2017-02-06T23:00:00.000Z' }, lecture]

const copy = (json: object, from: Caller = site.owner, id = next) =>
  site.ask(`/api/courses/${id}/events/copy`, { from, json })
const answerTo = async (json: object) => {
  const answer = await jsonOf<EventChanges>(copy(json))
  expect(eventChangesSchema.parse(answer)).toEqual(answer)
  return answer
}
const count = async () => {
  const [[row]] = await site.pool.query<import('mysql2').RowDataPacket[]>(
    'SELECT COUNT(*) AS events FROM course_events WHERE course_id = ?',
    [next],
  )
  return row!.events as number
}

describe('events of another course', () => {
  it('are shown first, then made, and the second time nothing is new', async () => {
    const fromCourseId = site.course
    const added = (ids: (number | null)[]) => ({
      events: copies.map((event, index) => ({ ...event, id: ids[index], change: 'added' })),
      removed: [],
      skipped: [],
      unchanged: 0,
    })
    expect(await answerTo({ fromCourseId, dryRun: true })).toEqual(added([null, null]))
    expect(await count()).toBe(0)
    const made = await answerTo({ fromCourseId })
    expect(made).toEqual(added(made.events.map(({ id }) => id)))
    expect(made.events.map(({ id }) => typeof id)).toEqual(['number', 'number'])
    expect(await answerTo({ fromCourseId, dryRun: false })).toEqual({
      events: [],
      removed: [],
      skipped: [],
      unchanged: 2,
    })
    expect(await count()).toBe(2)
    const [rows] = await site.pool.query(
      "SELECT detail FROM audit_log WHERE action = 'events.copied' ORDER BY id LIMIT 1",
    )
    expect(rows).toEqual([{ detail: JSON.stringify({ fromCourseId, made: 2, removed: 0 }) }])
  })

  it('are nobody’s but their owners’', async () => {
    const stranger = await site.addPerson('stranger@example.edu')
    const own = await addEmptyCourse(site.pool, { code: 'OWN', owners: [stranger.id] })
    const foreign = await copy({ fromCourseId: site.course }, stranger, own)
    const missing = await copy({ fromCourseId: 999_999 }, stranger, own)
    expect([foreign.status, missing.status]).toEqual([404, 404])
    expect(await foreign.text()).toBe(await missing.text())
    expect((await copy({ fromCourseId: own }, stranger, site.course)).status).toBe(404)
    const [rows] = await site.pool.query(
      "SELECT detail FROM audit_log WHERE action = 'course.denied' AND actor_id = ? ORDER BY id LIMIT 1",
      [stranger.id],
    )
    expect(rows).toEqual([{ detail: JSON.stringify({ courseId: site.course }) }])
  })

  it.each([
    ['fromCourseId', {}],
    ['fromCourseId', { fromCourseId: 'one' }],
    ['fromCourseId', { fromCourseId: -1 }],
    ['dryRun', { fromCourseId: 1, dryRun: 'true' }],
    ['weeks', { fromCourseId: 1, weeks: 2 }],
  ])('are asked for with %s as it should be: %j', async (field, json) => {
    const answer = await copy(json)
    expect(answer.status).toBe(400)
    const { errors } = (await answer.json()) as { errors: { path: string }[] }
    expect(errors.map(({ path }) => path)).toEqual([field])
  })

  it('are not those of the course itself', async () => {
    const answer = await copy({ fromCourseId: next })
    expect(await answer.json()).toMatchObject({
      status: 400,
      errors: [{ path: 'fromCourseId', message: 'must be another course' }],
    })
  })
})
