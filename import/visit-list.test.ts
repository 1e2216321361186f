import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maxListedResource, VisitList } from './visit-list.ts'

type Visit = [at: number, resourceNo: number]

/** Sixty weeks, and the hour by which a clock change can prolong them. */
const longest = 60 * 7 * 86_400_000_000 + 3_600_000_000
const visit: fc.Arbitrary<Visit> = fc.tuple(
  fc.oneof(fc.integer({ min: 0, max: longest }), fc.integer({ min: 0, max: 9 })),
  fc.oneof(fc.integer({ min: 1, max: maxListedResource }), fc.integer({ min: 1, max: 3 })),
)
const visits = fc.array(visit, { maxLength: 40 })

function listOf(given: Visit[]): VisitList {
  const list = new VisitList()
  for (const [at, resourceNo] of given) list.push(at, resourceNo)
  return list
}
const visitsOf = (list: VisitList): Visit[] =>
  Array.from({ length: list.length }, (_, index) => [list.at(index), list.resourceNo(index)])

function sortedUnique(given: Visit[]): Visit[] {
  const unique = new Map(given.map((each) => [each.join(), each]))
  return [...unique.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1])
}
function sortedList(given: Visit[]): VisitList {
  const list = listOf(given)
  list.sortUnique()
  return list
}

test('a list holds what was put in', () => {
  fc.assert(
    fc.property(visits, (given) => {
      expect(visitsOf(listOf(given))).toEqual(given)
    }),
  )
})

test('sorted it is in order of time, then resource, without repetitions', () => {
  fc.assert(
    fc.property(visits, (given) => {
      expect(visitsOf(sortedList(given))).toEqual(sortedUnique(given))
    }),
  )
})

test('one list without another, and the two together', () => {
  fc.assert(
    fc.property(visits, visits, (some, others) => {
      const known = sortedList(others)
      const fresh = sortedList([...some, ...others.slice(0, 3)]).without(known)
      const isKnown = new Set(others.map((each) => each.join()))
      expect(visitsOf(fresh)).toEqual(
        sortedUnique(some).filter((each) => !isKnown.has(each.join())),
      )
      expect(visitsOf(known.with(fresh))).toEqual(sortedUnique([...some, ...others]))
    }),
  )
})

test('a copy is its own', () => {
  const list = sortedList([[1, 1]])
  const copy = list.copy()
  list.clear()
  list.push(2, 2)
  expect(visitsOf(copy)).toEqual([[1, 1]])
})
