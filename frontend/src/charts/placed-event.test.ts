import { expect, it } from 'vitest'
import { placeEvents, touchesDay } from './placed-event.ts'

const course = { startDate: '2026-03-23', timeZone: 'Europe/Berlin' }

it('stands at the wall clock of the course, also on the day on which the clocks change', () => {
  const [before, after] = placeEvents(
    [
      { eventId: 1, kind: 'single', title: 'a', day: '2026-03-28', at: '2026-03-28T11:00:00Z' },
      { eventId: 2, kind: 'single', title: 'b', day: '2026-03-29', at: '2026-03-29T10:00:00Z' },
    ],
    course,
  )
  expect(before?.start).toBe(5.5)
  expect(after?.start).toBe(6.5)
})

it('stands in the middle of the day without a time', () => {
  const [event] = placeEvents(
    [{ eventId: 1, kind: 'repeating', title: 'a', day: '2026-03-24', at: null }],
    course,
  )
  expect([event?.start, event?.end, event?.key]).toEqual([1.5, 1.5, '1-2026-03-24'])
})

it('reaches to the end of a submission and touches the days between', () => {
  const [event] = placeEvents(
    [
      {
        eventId: 3,
        kind: 'submission',
        title: 'Essay',
        day: '2026-03-24',
        at: '2026-03-24T08:00:00Z',
        endDay: '2026-03-26',
        endAt: '2026-03-25T23:00:00Z',
      },
    ],
    course,
  )
  if (!event) throw new Error('no event')
  expect(event.end).toBe(3)
  expect([0, 1, 2, 3].map((day) => touchesDay(event, day))).toEqual([false, true, true, false])
})

it('sorts by time', () => {
  const placed = placeEvents(
    [
      { eventId: 2, kind: 'single', title: 'b', day: '2026-03-25', at: null },
      { eventId: 1, kind: 'single', title: 'a', day: '2026-03-24', at: null },
    ],
    course,
  )
  expect(placed.map(({ eventId }) => eventId)).toEqual([1, 2])
})
