import { describe, expect, it } from 'vitest'
import type { CourseEvent } from '#shared/event.ts'
import { occurrencesOf } from './event-occurrences.ts'
import { eventRow, kindText, weeksText } from './event-row.ts'

/** The clocks go forward on Sunday 29 March, the last day of week 4. */
const course = { startDate: '2026-03-02', weeks: 5, timeZone: 'Europe/Berlin' }
const talk: CourseEvent = { id: 1, kind: 'single', title: 'Talk', at: '2026-03-08T23:30:00.000Z' }
const lecture: CourseEvent = {
  id: 2,
  kind: 'repeating',
  title: 'Lecture',
  weekday: 1,
  startWeek: 4,
  endWeek: 5,
  time: '10:00',
}
const quiz: CourseEvent = {
  id: 3,
  kind: 'submission',
  title: 'Quiz',
  startAt: '2026-03-02T08:00:00.000Z',
  endAt: '2026-03-13T22:59:00.000Z',
  submissionType: 'quiz',
}
const told = (event: CourseEvent) => {
  const { begins, when, weeks } = eventRow(event, course)
  return { begins, when, weeks: weeksText(weeks), kind: kindText(event) }
}

describe('a list of events', () => {
  it('says when each happens on the days of the course', () => {
    expect(told(talk)).toEqual({
      begins: '2026-03-09 00:30',
      when: 'Mon 9 Mar, 00:30',
      weeks: 'W2',
      kind: 'Single event',
    })
    expect(told(quiz)).toEqual({
      begins: '2026-03-02 09:00',
      when: 'Mon 2 Mar, 09:00 – Fri 13 Mar, 23:59',
      weeks: 'W1 – W2',
      kind: 'Submission, quiz',
    })
    expect(told(lecture)).toEqual({
      begins: '2026-03-23 10:00',
      when: 'Mondays, 10:00, 23 Mar – 30 Mar',
      weeks: 'W4 – W5',
      kind: 'Repeating event',
    })
    expect(told({ ...lecture, startWeek: 5, time: null }).when).toBe('Mondays, whole day, 30 Mar')
  })

  it('says that an event lies outside of the course', () => {
    expect(told({ ...talk, at: '2026-03-01T22:59:00.000Z' }).weeks).toBe('outside the course')
    expect(told({ ...lecture, endWeek: 6 }).weeks).toBe('outside the course')
  })
})

describe('the time line', () => {
  it('has every time at which an event happens, at its hour in summer and in winter', () => {
    const times = (event: CourseEvent) =>
      occurrencesOf(event, course).map(({ day, at }) => [day, at])
    expect(times(talk)).toEqual([['2026-03-09', '2026-03-08T23:30:00.000Z']])
    expect(times(lecture)).toEqual([
      ['2026-03-23', '2026-03-23T09:00:00.000Z'],
      ['2026-03-30', '2026-03-30T08:00:00.000Z'],
    ])
    expect(times({ ...lecture, time: null, endWeek: 9 })).toEqual([
      ['2026-03-23', null],
      ['2026-03-30', null],
    ])
    expect(occurrencesOf(quiz, course)).toEqual([
      {
        eventId: 3,
        kind: 'submission',
        title: 'Quiz',
        day: '2026-03-02',
        at: quiz.startAt,
        endDay: '2026-03-13',
        endAt: quiz.endAt,
      },
    ])
  })
})
