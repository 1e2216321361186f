import { expect, test } from 'vitest'
import { VisitList } from '../visit-list.ts'
import {
  addOpened,
  nothingOpened,
  OpenedDaysCounter,
  readVisitDays,
  writeVisitDays,
  type OpenedDays,
} from './opened-days.ts'

const counter = new OpenedDaysCounter(9)

/** Visits as (day, resource), one after the other. */
function opened(...visits: [day: number, resource: number][]): OpenedDays {
  const list = new VisitList()
  visits.forEach(([, resource], at) => list.push(at, resource))
  return counter.count(
    list,
    Uint16Array.from(visits, ([day]) => day),
  )
}

const read = (days: OpenedDays) =>
  days.resources.map((resource, index) => [
    resource,
    writeVisitDays(days, index),
    days.firsts[index],
    days.lasts[index],
  ])

test('visits are counted by resource and day', () => {
  const days = opened([0, 5], [0, 2], [0, 5], [3, 5], [3, 2])
  expect(read(days)).toEqual([
    [2, '0 3', 1, 4],
    [5, '0:2 3', 0, 3],
  ])
})

test('what is written can be read', () => {
  const days = nothingOpened()
  readVisitDays(days, { resourceNo: 2, visitDays: '3:2 10 17:4', first: 7, last: 9 })
  readVisitDays(days, { resourceNo: 3, visitDays: '', first: 0, last: 0 })
  readVisitDays(days, { resourceNo: 4, visitDays: '0', first: 1, last: 1 })
  expect(read(days)).toEqual([
    [2, '3:2 10 17:4', 7, 9],
    [4, '0', 1, 1],
  ])
})

test('two counts are added by resource and day', () => {
  const before = opened([1, 2], [4, 2], [4, 3])
  const added = opened([1, 1], [2, 2], [4, 2], [9, 4])
  expect(read(addOpened(before, added))).toEqual([
    [1, '1', 0, 0],
    [2, '1 2 4:2', 0, 2],
    [3, '4', 2, 2],
    [4, '9', 3, 3],
  ])
  expect(addOpened(nothingOpened(), added)).toBe(added)
})
