import { expect, it } from 'vitest'
import type { Occurrence } from '#shared/event.ts'
import { placeEvents } from '../../charts/placed-event.ts'
import { momentsOf } from './moments.ts'

const course = { startDate: '2026-03-02', timeZone: 'Europe/Berlin' }
const moments = (...events: Occurrence[]) => momentsOf(placeEvents(events, course), course.timeZone)

const lecture: Occurrence = {
  eventId: 1,
  kind: 'repeating',
  title: 'Lecture',
  day: '2026-03-05',
  at: '2026-03-05T09:00:00Z',
}

it('is named by event, day and time in the zone of the course', () => {
  expect(moments(lecture)).toEqual([
    {
      key: '1-2026-03-05',
      name: 'Lecture, Thu 5 Mar, 10:00',
      instant: '2026-03-05T09:00:00Z',
      group: 'Lecture',
    },
  ])
})

it('is the beginning of the day where an event has no time', () => {
  const [moment] = moments({ ...lecture, at: null })
  expect(moment).toMatchObject({
    name: 'Lecture, Thu 5 Mar',
    instant: '2026-03-04T23:00:00.000Z',
  })
})

it('is twofold for a submission: when it opens and when it closes', () => {
  const essay: Occurrence = {
    eventId: 2,
    kind: 'submission',
    title: 'Essay',
    day: '2026-03-02',
    at: '2026-03-02T08:00:00Z',
    endDay: '2026-03-08',
    endAt: '2026-03-08T22:59:00Z',
  }
  expect(moments(essay).map(({ key, name, group }) => `${key} ${name} ${group}`)).toEqual([
    '2-2026-03-02 Essay opens, Mon 2 Mar, 09:00 Submissions',
    '2-2026-03-02-end Essay closes, Sun 8 Mar, 23:59 Submissions',
  ])
})
