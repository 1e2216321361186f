import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changedSessions, noSessions, sessionChange, sessionsOf } from './sessions.ts'
import { VisitList } from './visit-list.ts'

const second = 1_000_000

/** Visits at seconds since the course's start. */
function visitsAt(...seconds: number[]): VisitList {
  const visits = new VisitList()
  for (const at of seconds) visits.push(at * second, 1)
  return visits
}

test('visits at minutes 0, 40 and 90 are two sessions', () => {
  expect(sessionsOf(visitsAt(0, 40 * 60, 90 * 60), 40)).toEqual({
    starts: [0, 90 * 60 * second],
    minutes: [40, 0],
    visits: [2, 1],
  })
})

test.each([
  ['40:59', 40 * 60 + 59, 1],
  ['40:59.999999', 40 * 60 + 59.999999, 1],
  ['41:00', 41 * 60, 2],
])('after a pause of %s (%d s) there are %d sessions', (_, seconds, sessions) => {
  expect(sessionsOf(visitsAt(0, seconds), 40).starts).toHaveLength(sessions)
})

test('the length is cut off to whole minutes', () => {
  expect(sessionsOf(visitsAt(30, 149), 40).minutes).toEqual([1])
})

test('without visits there is no session', () => {
  expect(sessionsOf(new VisitList(), 40).starts).toEqual([])
})

test('only the sessions that differ change', () => {
  const hour = 3600
  const before = sessionsOf(visitsAt(0, 2 * hour, 4 * hour, 6 * hour), 40)
  const after = sessionsOf(visitsAt(0, 2 * hour, 2 * hour + 600, 4 * hour, 6 * hour), 40)
  expect(sessionChange(before, after)).toEqual({
    before: { starts: [2 * hour * second], minutes: [0], visits: [1] },
    after: { starts: [2 * hour * second], minutes: [10], visits: [2] },
  })
  expect(sessionChange(before, before).after.starts).toEqual([])
})

test('a list with its change is the list after it, also where only a part was compared', () => {
  const minutes = fc.array(fc.nat(3000), { maxLength: 60 })
  fc.assert(
    fc.property(minutes, minutes, (known, fresh) => {
      const sessions = (given: number[]) => {
        const visits = visitsAt(...given.map((minute) => 60 * minute))
        visits.sortUnique()
        return sessionsOf(visits, 40)
      }
      const [before, after] = [sessions(known), sessions([...known, ...fresh])]
      expect(changedSessions(before, sessionChange(before, after))).toEqual(after)
      expect(changedSessions(after, sessionChange(after, before))).toEqual(before)
      expect(changedSessions(noSessions(), sessionChange(noSessions(), after))).toEqual(after)
    }),
  )
})
