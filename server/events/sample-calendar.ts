import type { EventInput } from '#shared/event.ts'
import { readCalendar, type ReadCalendar } from './read-calendar.ts'

/** Calendars for the tests, and courses to read them for. */
type Course = typeof berlin

/** Four weeks from Monday 2 March 2026; on the last day the clocks go forward. */
export const berlin = { startDate: '2026-03-02', weeks: 4, timeZone: 'Europe/Berlin' }

export const vevent = (...lines: string[]) => [
  'BEGIN:VEVENT',
  'SUMMARY:Lecture',
  ...lines,
  'END:VEVENT',
]

/** Wednesdays at ten, from week 1 of `berlin` on. */
export const wednesdays = [
  'UID:a',
  'DTSTART;TZID=Europe/Berlin:20260304T100000',
  'DTEND;TZID=Europe/Berlin:20260304T113000',
]

export function read(course: Course, ...components: string[][]): ReadCalendar {
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', ...components.flat(), 'END:VCALENDAR', '']
  return readCalendar(new TextEncoder().encode(lines.join('\r\n')), course)
}

export const wanted = (course: Course, ...components: string[][]): EventInput[] =>
  read(course, ...components).wanted.map(({ event }) => event)

export const single = (at: string) => ({ kind: 'single', title: 'Lecture', at })
export const repeating = (more: object) => ({ kind: 'repeating', title: 'Lecture', ...more })
