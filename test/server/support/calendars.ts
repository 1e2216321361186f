import { expect } from 'vitest'
import { eventChangesSchema, type EventChanges } from '#shared/event-changes.ts'
import type { CourseEvent } from '#shared/event.ts'
import type { CourseSite } from './course-site.ts'
import { jsonOf } from './site.ts'

/** Calendars for a course of two weeks from Monday 2016-02-01 in Melbourne, eleven hours before UTC. */
export const vevent = (uid: string, ...lines: string[]) =>
  ['BEGIN:VEVENT', `UID:${uid}`, ...lines, 'END:VEVENT'].join('\r\n')
export const calendar = (...events: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events, 'END:VCALENDAR', ''].join('\r\n')

export const talk = vevent('talk', 'SUMMARY:Guest talk', 'DTSTART:20160203T010000Z')
export const lecture = vevent(
  'lecture',
  'SUMMARY:Lecture',
  'DTSTART;TZID=Australia/Melbourne:20160204T100000',
  'RRULE:FREQ=WEEKLY;COUNT=2',
)
const essay = vevent(
  'essay',
  'SUMMARY:Essay',
  'CATEGORIES:Assignment',
  'DTSTART:20160202T000000Z',
  'DTEND:20160205T120000Z',
)
export const term = calendar(talk, lecture, essay)
export const termEvents = [
  { kind: 'single', title: 'Guest talk', at: '2016-02-03T01:00:00.000Z' },
  { kind: 'repeating', title: 'Lecture', weekday: 4, startWeek: 1, endWeek: 2, time: '10:00' },
  {
    kind: 'submission',
    title: 'Essay',
    startAt: '2016-02-02T00:00:00.000Z',
    endAt: '2016-02-05T12:00:00.000Z',
    submissionType: 'assignment',
  },
]

interface Sending {
  query?: string
  type?: string
}

/** What the owner does with the events of one course. */
export function eventsOf({ ask, owner }: CourseSite, course: number) {
  const path = (rest: string) => `/api/courses/${course}${rest}`
  const send = (body: string | FormData, { query = '', type = 'text/calendar' }: Sending = {}) =>
    ask(path(`/events/import${query}`), {
      from: owner,
      method: 'POST',
      body,
      headers: type ? { 'Content-Type': type } : {},
    })

  return {
    send,
    async take(body: string, sending: Sending = {}): Promise<EventChanges> {
      const answer = await jsonOf<EventChanges>(send(body, sending))
      expect(eventChangesSchema.parse(answer)).toEqual(answer)
      return answer
    },
    async list(): Promise<CourseEvent[]> {
      const answer = ask(path('/events'), { from: owner })
      return (await jsonOf<{ events: CourseEvent[] }>(answer)).events
    },
    make: (json: unknown) => ask(path('/events'), { from: owner, json }),
    change: (id: number, json: unknown) =>
      ask(path(`/events/${id}`), { from: owner, method: 'PUT', json }),
    download: () => ask(path('/events.ics'), { from: owner }),
    tag: async () => (await ask(path('/events'), { from: owner })).headers.get('ETag'),
  }
}
