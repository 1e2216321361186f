import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Job } from '#lib/jobs.ts'
import { publicId } from '#shared/public-id.ts'
import { changeCourse, isCourseChange } from '#worker/handle-course-change.ts'
import { recoverImports } from '#worker/recover-imports.ts'
import { createCourse, figuresOf, runImport, type TestExport } from '../support/import-run.ts'
import { createContext, createDirectories } from '../worker/support.ts'
import { createTestSite, jsonOf, type Caller, type TestSite } from './support/site.ts'

let site: TestSite
let place: Awaited<ReturnType<typeof createDirectories>>
let context: ReturnType<typeof createContext>
let administrator: Caller
let published: Job[] = []
let isBrokerAway = false

beforeAll(async () => {
  place = await createDirectories()
  site = await createTestSite({
    publish: (job) => {
      if (isBrokerAway) return Promise.reject(new Error('away'))
      published.push(job)
      return Promise.resolve()
    },
  })
  context = createContext(site.pool, place.directories)
  administrator = await site.addPerson('admin@example.edu', { isAdmin: true })
})
afterAll(async () => {
  await site.drop()
  await place.remove()
})
beforeEach(() => {
  published = []
  context.published.length = 0
  isBrokerAway = false
})

const before = { startDate: '2026-02-02', weeks: 4, timeZone: 'UTC' }
const after = { startDate: '2026-02-09', weeks: 2, timeZone: 'Asia/Muscat' }
/** Visits in each of four weeks; one at 21:00 in UTC, which is another day in Muscat. */
const given: TestExport = {
  'all_user.txt': ['1|ann|Ann|A|a@e', '2|bob|Bob|B|b@e'],
  'all_resources.txt': ['10||Page|resource/x-bb-document', '11||Quiz|assessment/x-bb-qti-test'],
  'forums.txt': ['5|1|Talk|Hello|2026-02-10T02:00:00Z'],
  'assessments.txt': ['1|11|7|2026-02-03T02:00:00Z', '2|11|8|2026-02-11T02:00:00Z'],
  'activity.txt': [3, 10, 12, 17, 24].flatMap((day) => [
    `1|10||2026-02-${String(day).padStart(2, '0')}T21:00:00Z`,
    `2|11||2026-02-${String(day).padStart(2, '0')}T03:00:00Z`,
  ]),
}
const later: TestExport = {
  'all_user.txt': ['1|ann|Ann|A|a@e'],
  'all_resources.txt': ['10||Page|resource/x-bb-document'],
  'activity.txt': ['1|10||2026-02-13T10:00:00Z', '1|10||2026-02-20T10:00:00Z'],
}

const change = (id: number, json: object) =>
  site.ask(`/api/admin/courses/${id}`, { from: administrator, method: 'PATCH', json })
const work = async (jobs: Job[]) => {
  for (const job of jobs) if (isCourseChange(job)) await changeCourse(context, job)
}
const courseOf = async (id: number) =>
  (await jsonOf<{ course: object }>(site.ask(`/api/courses/${id}`, { from: administrator }))).course

/** Figures of a course that always had these dates. */
async function expectedFigures(dates: typeof before, exports: TestExport[]) {
  const id = await createCourse(site.pool, dates)
  for (const one of exports) await runImport(site.pool, id, one)
  return figuresOf(site.pool, id)
}

it('new dates have the figures counted anew, as if they had always been so', async () => {
  const id = await createCourse(site.pool, before)
  await runImport(site.pool, id, given)
  const changed = await change(id, after)
  expect(changed.status).toBe(200)
  expect(await courseOf(id)).toMatchObject({ ...after, importing: true })
  expect(published).toEqual([{ job: 'rebuild-figures', courseId: id }])

  await work(published)
  expect(await figuresOf(site.pool, id)).toEqual(await expectedFigures(after, [given]))
  expect(await courseOf(id)).toMatchObject({ ...after, importing: false })
  const { days } = await jsonOf<{ days: { content: number }[] }>(
    site.ask(`/api/courses/${id}/visits/daily`, { from: administrator }),
  )
  expect(days).toHaveLength(14)
})

it('what lies outside the new dates is kept, and counts again when the old ones come back', async () => {
  const id = await createCourse(site.pool, before)
  await runImport(site.pool, id, given)
  const figures = await figuresOf(site.pool, id)
  await change(id, after)
  await work(published)
  expect(await figuresOf(site.pool, id)).not.toEqual(figures)
  await change(id, before)
  await work(published)
  expect(await figuresOf(site.pool, id)).toEqual(figures)
})

it('an import that comes before the worker counts all anew, and leaves the worker nothing', async () => {
  const id = await createCourse(site.pool, before)
  await runImport(site.pool, id, given)
  await change(id, after)
  await runImport(site.pool, id, later)
  const figures = await figuresOf(site.pool, id)
  expect(figures).toEqual(await expectedFigures(after, [given, later]))
  expect(await courseOf(id)).toMatchObject({ importing: false })
  await work(published)
  expect(await figuresOf(site.pool, id)).toEqual(figures)
})

it('dates that change while an import runs are those by which it ends', async () => {
  const id = await createCourse(site.pool, before)
  await runImport(site.pool, id, given)
  let isChanged = false
  await runImport(site.pool, id, later, {
    stillOurs: async () => {
      // Asked just before the commit, when the course's row is locked: the change waits for it.
      if (isChanged) return
      isChanged = true
      void change(id, after)
      await Promise.resolve()
    },
  })
  await expect.poll(() => published).toEqual([{ job: 'rebuild-figures', courseId: id }])
  await work(published)
  expect(await courseOf(id)).toMatchObject({ ...after, importing: false })
  expect(await figuresOf(site.pool, id)).toEqual(await expectedFigures(after, [given, later]))
})

it('a change of which no worker heard is remembered', async () => {
  const id = await createCourse(site.pool, before)
  await runImport(site.pool, id, given)
  isBrokerAway = true
  expect((await change(id, after)).status).toBe(200)
  await recoverImports(context)
  expect(context.published).toEqual([])
  await site.pool.query(
    'UPDATE course_offerings SET figures_stale_since = figures_stale_since - INTERVAL 2 MINUTE',
  )
  expect(await recoverImports(context)).toBe('1 changes of courses')
  expect(context.published).toEqual([{ job: 'rebuild-figures', courseId: id }])
  await work(context.published)
  expect(await figuresOf(site.pool, id)).toEqual(await expectedFigures(after, [given]))
})

it('a course that is empty has nothing to count', async () => {
  const id = await createCourse(site.pool, before)
  await change(id, after)
  expect(published).toEqual([])
  expect(await courseOf(id)).toMatchObject({ ...after, importing: false })
})

it('every answer is one also between the change and the worker, and whatever lies outside afterwards', async () => {
  const id = await createCourse(site.pool, before)
  await runImport(site.pool, id, given)
  const path = `/api/courses/${id}`
  const events: number[] = []
  for (const event of [
    { kind: 'repeating', title: 'r', weekday: 2, startWeek: 1, endWeek: 4, time: '10:00' },
    { kind: 'repeating', title: 'late', weekday: 2, startWeek: 4, endWeek: 4, time: null },
    { kind: 'single', title: 'x', at: '2026-02-26T00:00:00Z' },
  ]) {
    const made = site.ask(`${path}/events`, { from: administrator, json: event })
    events.push((await jsonOf<{ event: { id: number } }>(made)).event.id)
  }
  await change(id, { startDate: '2026-02-09', weeks: 1 })
  for (const state of ['stale', 'counted']) {
    if (state === 'counted') await work(published)
    for (const question of [
      ...['', '/visits/daily', '/visits/hours', '/visits/histogram', '/metrics/daily'],
      ...[
        '/top/content',
        '/top/students',
        '/resources/visits?category=content',
        '/resources/posts',
      ],
      ...['/resources/attempts', '/resources/students?category=content', '/grades', '/students'],
      ...['/students/visits', `/students/${publicId(id, 1)}`, '/events', '/events.ics'],
      ...events.slice(0, 2).map((event) => `/students/before-after?event=${event}`),
      `/resources/before-after?category=content&event=${events[0]}`,
    ]) {
      const answer = await site.ask(path + question, { from: administrator })
      expect(answer.status, `${state} ${question}`).toBe(200)
      await answer.text()
    }
  }
})
