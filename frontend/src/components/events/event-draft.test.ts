import { describe, expect, it } from 'vitest'
import type { CourseEvent } from '#shared/event.ts'
import { checkDraft, explainRefusal } from './check-draft.ts'
import { ApiError } from '../../api/api-error.ts'
import { draftOf, emptyDraft, eventOf } from './event-draft.ts'

/** Four weeks; on the last day the clocks go forward. */
const course = {
  startDate: '2026-03-02',
  endDate: '2026-03-29',
  weeks: 4,
  timeZone: 'Europe/Berlin',
}
const draft = (more: object) => ({ ...emptyDraft(course), title: 'Talk', ...more })

const kinds: CourseEvent[] = [
  { id: 1, kind: 'single', title: 'Talk', at: '2026-03-04T09:30:00.000Z' },
  { id: 2, kind: 'repeating', title: 'Rest', weekday: 7, startWeek: 2, endWeek: 3, time: null },
  { id: 3, kind: 'repeating', title: 'Lab', weekday: 1, startWeek: 1, endWeek: 4, time: '08:15' },
  {
    id: 4,
    kind: 'submission',
    title: 'Quiz',
    startAt: '2026-03-01T23:00:00.000Z',
    endAt: '2026-03-29T21:59:00.000Z',
    submissionType: 'quiz',
  },
]

describe('the form of an event', () => {
  it.each(kinds)('shows an event and gives the same one back: $title', ({ id: _, ...event }) => {
    const shown = draftOf(event, course)
    expect(checkDraft(shown, course)).toEqual({})
    expect(eventOf(shown, course)).toEqual(event)
  })

  it('leaves an instant alone of which nobody has touched the time', () => {
    // The second 02:30 of that night, and some seconds.
    const autumn = { weeks: 4, timeZone: 'Europe/Berlin' }
    const talk = { kind: 'single', title: 'Talk', at: '2026-10-25T01:30:07.000Z' } as const
    const shown = { ...draftOf(talk, autumn), title: 'Other' }
    expect(eventOf(shown, autumn, talk)).toEqual({ ...talk, title: 'Other' })
    expect(eventOf({ ...shown, time: '02:31' }, autumn, talk)).toMatchObject({
      at: '2026-10-25T00:31:00.000Z',
    })
  })

  it('keeps what was typed while the kind is changed', () => {
    const typed = draft({ day: '2026-03-04', time: '10:30', kind: 'repeating' })
    expect(eventOf(typed, course)).toMatchObject({ kind: 'repeating', time: '10:30' })
    expect(eventOf({ ...typed, kind: 'single' }, course)).toMatchObject({
      at: '2026-03-04T09:30:00.000Z',
    })
  })

  it('says what is missing, for the kind that was chosen', () => {
    const missing = (kind: string) => Object.keys(checkDraft(draft({ kind, title: ' ' }), course))
    expect(missing('single')).toEqual(['title', 'day', 'time'])
    expect(missing('repeating')).toEqual(['title'])
    expect(missing('submission')).toEqual(['title', 'day', 'time', 'endTime', 'endDay'])
  })

  it('says what would be right', () => {
    const wrong = (more: object) =>
      checkDraft(draft({ day: '2026-03-04', time: '10:30', ...more }), course)
    expect(wrong({ title: 'x'.repeat(300) })).toEqual({
      title: 'Shorten the title to 255 characters; it has 300.',
    })
    expect(wrong({ day: '2026-03-30' })).toEqual({
      day: '30 Mar 2026 lies outside the course. Choose a day from 2 Mar 2026 to 29 Mar 2026.',
    })
    expect(wrong({ day: '2026-03-29', time: '02:30' })).toEqual({
      time: 'There is no 02:30 on 29 Mar: the clocks go forward. Enter 03:30, say.',
    })
    expect(wrong({ kind: 'repeating', startWeek: '3', endWeek: '2' })).toEqual({
      endWeek: 'Choose week 3 or a later one.',
    })
    const early = { kind: 'submission', endDay: '2026-03-04', endTime: '10:29' }
    expect(wrong(early)).toEqual({
      endDay: 'It closes before it opens. Choose Wed 4 Mar, 10:30 or later.',
    })
    expect(wrong({ ...early, endTime: '10:30' })).toEqual({})
  })

  it('has what the server says beside the field that it is about', () => {
    const refusal = new ApiError(
      {
        type: 'about:blank',
        title: 'Bad Request',
        status: 400,
        errors: [
          { path: 'endAt', message: 'must not be before startAt' },
          { path: 'title', message: 'is too long' },
        ],
      },
      null,
    )
    expect(explainRefusal(refusal)).toEqual({
      title: 'Title is too long.',
      endDay: 'Closes on must not be before startAt.',
    })
  })
})
