import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventsOf, termEvents } from './support/calendars.ts'
import { addEmptyCourse } from './support/course.ts'
import { createCourseSite, type CourseSite } from './support/course-site.ts'

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

describe('the events as a calendar', () => {
  const quiz = {
    ...termEvents[2],
    title: 'Quiz; part 1, “naïve” \\ 😀 '.repeat(6).trim(),
    startAt: '2016-02-13T12:59:59.999Z',
    endAt: '2016-02-13T12:59:59.999Z',
    submissionType: 'quiz',
  }
  const holiday = { ...termEvents[1], title: 'Holiday', weekday: 7, startWeek: 2, time: null }
  const all = [...termEvents, quiz, holiday]
  beforeEach(async () => {
    for (const event of all) await course.make(event)
  })

  const text = async () => (await course.download()).text()

  it('are a file by RFC 5545', async () => {
    const answer = await course.download()
    expect(answer.headers.get('Content-Type')).toBe('text/calendar; charset=utf-8')
    expect(answer.headers.get('Content-Disposition')).toContain('filename="ABC10 events.ics"')
    expect(answer.headers.get('ETag')).toMatch(/^"/)
    const text = await answer.text()
    expect(text).toMatch(/\r\nEND:VCALENDAR\r\n$/)
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    const unfolded = text.replaceAll('\r\n ', '')
    expect(unfolded.match(/^UID:[0-9a-f-]{36}\r$/gm)).toHaveLength(5)
    expect(unfolded.match(/^DTSTAMP:\d{8}T\d{6}Z\r$/gm)).toHaveLength(5)
    expect(unfolded).toContain('TZID:Australia/Melbourne\r\n')
    expect(unfolded).toContain('DTSTART;TZID=Australia/Melbourne:20160204T100000\r\n')
    expect(unfolded).toContain('SUMMARY:Quiz\\; part 1\\, “naïve” \\\\ 😀')
  })

  it('keep their names when they change', async () => {
    const uids = async () => (await text()).match(/^UID:.*$/gm)
    const before = await uids()
    const [first] = await course.list()
    await course.change(first!.id, { ...termEvents[0], title: 'Other' })
    expect(await uids()).toEqual(before)
  })

  it('make nothing new in their own course, and the same events in another', async () => {
    const file = await text()
    const nothing = { events: [], removed: [], skipped: [], unchanged: 5 }
    expect(await course.take(file)).toEqual(nothing)

    const otherId = await addEmptyCourse(site.pool, { code: 'OTHER', owners: [site.owner.id] })
    const other = eventsOf(site, otherId)
    expect((await other.take(file)).events).toHaveLength(5)
    const inSeconds = JSON.stringify(all).replaceAll('59.999Z', '59.000Z')
    const byTitle = (a: { title: string }, b: { title: string }) => a.title.localeCompare(b.title)
    const withoutIds = (await other.list()).map(({ id: _, ...event }) => event)
    expect(withoutIds.sort(byTitle)).toEqual(
      (JSON.parse(inSeconds) as { title: string }[]).sort(byTitle),
    )
    expect(await other.take(file)).toEqual(nothing)
    expect(await course.take(await (await other.download()).text())).toEqual(nothing)
  })
})
