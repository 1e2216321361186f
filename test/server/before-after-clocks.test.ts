import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Visited } from '../support/visited-course.ts'
import {
  createBeforeAfterSite,
  inShort,
  type BeforeAfterSite,
  type Dates,
  type SplittingEvent,
} from './support/before-after.ts'

let site: BeforeAfterSite
beforeAll(async () => {
  site = await createBeforeAfterSite()
})
afterAll(() => site.drop())

/** Visits every 17 minutes, in turn by both students and to both resources. */
function everyQuarter({ startDate, weeks, timeZone }: Dates): Visited[] {
  const start = Temporal.PlainDate.from(startDate)
  const end = start.add({ weeks }).toZonedDateTime(timeZone).toInstant()
  const visits: Visited[] = []
  let at = start.toZonedDateTime(timeZone).toInstant()
  for (let n = 0; Temporal.Instant.compare(at, end) < 0; n++, at = at.add({ minutes: 17 })) {
    visits.push({ userNo: 1 + (n % 2), resourceNo: 1 + (Math.floor(n / 2) % 2), at })
  }
  return visits
}

/** The same told from wall clocks: where is the visit's date, and is it earlier than the event of its week? */
function told(about: Dates, visits: Visited[], { weekday, time }: SplittingEvent) {
  const start = Temporal.PlainDate.from(about.startDate)
  const weeks = Array.from({ length: about.weeks }, () => ({ before: 0, after: 0 }))
  for (const { at } of visits) {
    const date = at.toZonedDateTimeISO(about.timeZone).toPlainDate()
    const week = Math.floor(start.until(date).days / 7)
    const day = start.add({ days: 7 * week + weekday - 1 })
    const event = day.toZonedDateTime({
      timeZone: about.timeZone,
      plainTime: time === null ? '00:00' : time,
    })
    const isBefore = Temporal.Instant.compare(at, event.toInstant()) < 0
    const half = weeks[week]
    if (half) half[isBefore ? 'before' : 'after'] += 1
  }
  return weeks.map(inShort)
}

describe.each([
  ['2026-03-30', 'Australia/Lord_Howe'], // back by half an hour
  ['2026-09-28', 'Australia/Lord_Howe'], // forward by half an hour
  ['2018-10-29', 'America/Sao_Paulo'], // forward at midnight: Sunday begins at 01:00
  ['2026-12-28', 'Asia/Kathmandu'], // a quarter of an hour off, across New Year
])('from %s in %s', (startDate, timeZone) => {
  const about = { startDate, weeks: 2, timeZone }

  it('every visit is where the wall clock says', async () => {
    const visits = everyQuarter(about)
    const id = await site.addCourse(about, visits)
    for (const event of [
      { weekday: 7, time: '00:30' },
      { weekday: 7, time: '01:45' },
      { weekday: 7, time: '10:00' },
      { weekday: 7, time: null },
      { weekday: 1, time: '00:10' },
      { weekday: 4, time: '23:59' },
    ]) {
      const { resources, students } = await site.tables(id, event)
      expect(students).toEqual(
        [1, 2].map((no) =>
          told(
            about,
            visits.filter(({ userNo }) => userNo === no),
            event,
          ),
        ),
      )
      expect(resources).toEqual(
        [1, 2].map((no) =>
          told(
            about,
            visits.filter(({ resourceNo }) => resourceNo === no),
            event,
          ),
        ),
      )
    }
  })
})
