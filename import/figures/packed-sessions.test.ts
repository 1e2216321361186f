import { expect, test } from 'vitest'
import { noSessions } from '../sessions.ts'
import { CourseCalendar } from './course-calendar.ts'
import { readSessions, sessionWeeks, writeSessions } from './packed-sessions.ts'

const calendar = new CourseCalendar({
  ...{ startDate: '2026-02-23', weeks: 3, timeZone: 'UTC' },
})
const day = 86_400_000_000
const sessions = {
  starts: [0, 7 * day - 1, 7 * day, 20 * day + 123],
  minutes: [40, 0, 0, 3],
  visits: [2, 1, 1, 17],
}

test('sessions are written by the week in which they begin, and read again', () => {
  const { startMicros } = calendar
  const written = [...sessionWeeks(sessions, calendar)].map((part) => ({
    week: part.week,
    text: writeSessions(sessions, part, startMicros),
  }))
  expect(written).toEqual([
    { week: 1, text: `${startMicros}:40:2 ${startMicros + 7 * day - 1}` },
    { week: 2, text: `${startMicros + 7 * day}` },
    { week: 3, text: `${startMicros + 20 * day + 123}:3:17` },
  ])
  const read = noSessions()
  for (const { text } of written) readSessions(read, text, startMicros)
  expect(read).toEqual(sessions)
})

test('the most sessions that fit into a week fit into their column', () => {
  const most = Math.ceil((7 * 24 + 1) * (60 / 41))
  const starts = Array.from({ length: most }, (_, n) => n * 41 * 60_000_000)
  const many = { starts, minutes: starts.map(() => 9999), visits: starts.map(() => 9999) }
  const [week] = sessionWeeks(many, calendar)
  expect(writeSessions(many, week!, calendar.startMicros).length).toBeLessThanOrEqual(8000)
})
