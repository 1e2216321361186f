import { expect, it } from 'vitest'
import type { CourseEvent } from '#shared/event.ts'
import { wholeCourse } from './days.ts'
import { occurrencesIn } from './occurrences.ts'

/** Clocks go forward on 2026-10-04, in week 10, at 02:00 in Melbourne. */
const course = { startDate: '2026-07-27', weeks: 13, timeZone: 'Australia/Melbourne' }
const lecture = {
  id: 1,
  kind: 'repeating',
  title: 'Lecture',
  weekday: 7,
  startWeek: 9,
  endWeek: 11,
  time: '02:30',
} satisfies CourseEvent

it('keeps the time of day when the clocks change, and moves on an hour that is skipped', () => {
  const occurrences = occurrencesIn(course, wholeCourse(course), [lecture])
  expect(occurrences.map(({ day, at }) => [day, at])).toEqual([
    ['2026-09-27', '2026-09-26T16:30:00.000Z'],
    ['2026-10-04', '2026-10-03T16:30:00.000Z'],
    ['2026-10-11', '2026-10-10T15:30:00.000Z'],
  ])
})

it('takes the earlier of an hour that a clock change repeats', () => {
  const autumn = { startDate: '2026-03-30', weeks: 2, timeZone: 'Australia/Melbourne' }
  const event = { ...lecture, startWeek: 1, endWeek: 1 }
  expect(occurrencesIn(autumn, wholeCourse(autumn), [event])[0]?.at).toBe(
    '2026-04-04T15:30:00.000Z',
  )
})

it('goes on no longer than the course, which may have become shorter', () => {
  const shorter = { ...course, weeks: 9 }
  expect(occurrencesIn(shorter, wholeCourse(shorter), [lecture])).toHaveLength(1)
  const shortest = { ...course, weeks: 8 }
  expect(occurrencesIn(shortest, wholeCourse(shortest), [lecture])).toEqual([])
})
