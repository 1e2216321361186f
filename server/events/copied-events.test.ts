import { describe, expect, it } from 'vitest'
import type { EventInput } from '#shared/event.ts'
import { copiedEvents } from './copied-events.ts'

/** Five weeks from Monday 2 March 2026; the clocks go forward on Sunday 29 March, the last day of week 4. */
const spring = { startDate: '2026-03-02', weeks: 5, timeZone: 'Europe/Berlin' }
/** Three weeks from Monday 12 October 2026; the clocks go back on Sunday 25 October, the last day of week 2. */
const autumn = { startDate: '2026-10-12', weeks: 3, timeZone: 'Europe/Berlin' }
/** The same days, nine and a half hours before UTC, and on summer time already. */
const adelaide = { ...autumn, timeZone: 'Australia/Adelaide' }

const copy = (event: EventInput, to = autumn) => copiedEvents([{ ...event, id: 7 }], spring, to)
const single = (at: string): EventInput => ({ kind: 'single', title: 'Talk', at })
const lecture = (startWeek: number, endWeek: number): EventInput => ({
  kind: 'repeating',
  title: 'Lecture',
  weekday: 2,
  startWeek,
  endWeek,
  time: '10:00',
})
const submission = (startAt: string, endAt: string): EventInput => ({
  kind: 'submission',
  title: 'Essay',
  startAt,
  endAt,
  submissionType: 'assignment',
})
const outside = (title: string) => [
  { title, reason: 'It lies outside the 3 weeks of this course.' },
]

describe('events copied from another course', () => {
  it('keep week, weekday and local time', () => {
    // Tuesday of week 2 at 10:00, in winter there and in summer here.
    expect(copy(single('2026-03-10T09:00:00.000Z'))).toEqual({
      wanted: [single('2026-10-20T08:00:00.000Z')],
      skipped: [],
    })
    expect(copy(single('2026-03-10T09:00:00.000Z'), adelaide).wanted).toEqual([
      single('2026-10-19T23:30:00.000Z'),
    ])
    const window = submission('2026-03-01T23:00:00.000Z', '2026-03-22T22:59:00.000Z')
    expect(copy(window).wanted).toEqual([
      submission('2026-10-11T22:00:00.000Z', '2026-11-01T22:59:00.000Z'),
    ])
    expect(copy(lecture(1, 3)).wanted).toEqual([lecture(1, 3)])
  })

  it('take the first of two times, and move on from one that does not exist', () => {
    // 02:30 on Sunday of week 2, which happens twice here.
    expect(copy(single('2026-03-15T01:30:00.000Z')).wanted).toEqual([
      single('2026-10-25T00:30:00.000Z'),
    ])
    // From there 02:30 on Sunday of week 2 to Sunday of week 4 of a course in spring.
    const back = copiedEvents([{ ...single('2026-10-25T00:30:00.000Z'), id: 1 }], autumn, {
      ...spring,
      startDate: '2026-03-16',
    })
    expect(back.wanted).toEqual([single('2026-03-29T01:30:00.000Z')])
  })

  it('are left out where this course has no such week', () => {
    expect(copy(single('2026-03-22T23:00:00.000Z'))).toEqual({
      wanted: [],
      skipped: outside('Talk'),
    })
    const late = submission('2026-03-20T08:00:00.000Z', '2026-03-24T08:00:00.000Z')
    expect(copy(late)).toEqual({ wanted: [], skipped: outside('Essay') })
    expect(copy(lecture(4, 5))).toEqual({ wanted: [], skipped: outside('Lecture') })
    expect(copy(lecture(2, 5))).toEqual({
      wanted: [lecture(2, 3)],
      skipped: [
        {
          title: 'Lecture',
          reason: 'Its weeks after week 3, the last of this course, are left out.',
        },
      ],
    })
  })
})
