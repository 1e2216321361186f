import { describe, expect, it } from 'vitest'
import type { Course } from '#shared/course.ts'
import { placeEvents } from '../../charts/placed-event.ts'
import { sayWhatHappened, summarizeTimeline } from './timeline-words.ts'

/** Without the spaces that do not break, which nobody can tell from others in a test. */
const plain = (words: string) => words.replaceAll('\u00A0', ' ')

const course: Course = {
  id: 1,
  code: 'ABC',
  title: 'A course',
  offering: '',
  lmsType: 'Blackboard',
  lmsServer: null,
  startDate: '2026-07-27',
  endDate: '2026-08-09',
  weeks: 2,
  timeZone: 'Europe/Berlin',
  students: 10,
  lastActivityAt: '2026-08-09T20:00:00Z',
  importing: false,
  lastImport: null,
}
/** Ten visits a day, but 30 on the second Wednesday and none on the last day. */
const days = Array.from({ length: 14 }, (_, index) => {
  const content = index === 9 ? 30 : index === 13 ? 0 : 10
  const day = `2026-${index < 5 ? '07' : '08'}-${String(index < 5 ? 27 + index : index - 4).padStart(2, '0')}`
  return {
    day,
    content,
    communication: 0,
    assessment: 0,
    uniquePages: 1,
    students: content > 0 ? 1 : 0,
  }
})
const daily = { days, events: [] }
const all = { known: 14, partial: null }
const events = placeEvents(
  [
    { eventId: 1, kind: 'single', title: 'Exam', day: '2026-08-05', at: '2026-08-05T08:00:00Z' },
    { eventId: 2, kind: 'repeating', title: 'Lecture', day: '2026-08-05', at: null },
  ],
  course,
)
const shown = (
  from: number,
  to: number,
  coverage: typeof all | { known: number; partial: number | null } = all,
) => ({
  course,
  daily,
  span: { from, to },
  coverage,
})

describe('what happened', () => {
  it('says visits, the change from the week before and the busiest day with its events', () => {
    expect(plain(sayWhatHappened(shown(7, 14), events))).toBe(
      '80 visits, 14.3 % more than in week 1. The busiest day was Wed 5 Aug with 30 visits (Exam).',
    )
  })

  it('does not compare the whole course', () => {
    expect(sayWhatHappened(shown(0, 14), [])).toBe(
      '150 visits. The busiest day was Wed 5 Aug with 30 visits.',
    )
  })

  it('says how far the data reach', () => {
    expect(sayWhatHappened(shown(7, 14, { known: 9, partial: 8 }), [])).toBe(
      '20 visits so far: 2 of 7 days have data. The busiest day was Mon 3 Aug with 10 visits.',
    )
    expect(sayWhatHappened(shown(7, 14, { known: 0, partial: null }), [])).toBe(
      'No export has told of these days yet.',
    )
  })

  it('tells a day on which nobody came from one without data', () => {
    expect(sayWhatHappened(shown(13, 14), [])).toBe('Nobody opened anything in these days.')
  })
})

describe('the chart in words', () => {
  it('gives shares with their base, quiet days and the zone', () => {
    expect(plain(summarizeTimeline(shown(7, 14)))).toBe(
      'Of 80 visits: content 100.0 %, communication 0.0 %, assessment 0.0 %. On 1 day nobody came. Times are Berlin time.',
    )
  })

  it('says where the data end', () => {
    expect(summarizeTimeline(shown(7, 14, { known: 9, partial: 8 }))).toContain(
      'Data end on Tue 4 Aug.',
    )
  })
})
