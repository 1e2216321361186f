import { expect, it } from 'vitest'
import { visitsByDay, whatHappened } from './what-happened.ts'

const visits = [1, 2, 3, 9, 1, 0, 0, 2, 2, 9, 9, 2, 0, 0]
const all = { known: 14, partial: null }

it('adds the categories of a day', () => {
  const day = {
    day: '2026-07-27',
    content: 3,
    communication: 2,
    assessment: 1,
    uniquePages: 9,
    students: 9,
  }
  expect(visitsByDay({ days: [day], events: [] })).toEqual([6])
})

it('counts a week, names its busiest day and the week before', () => {
  expect(whatHappened(visits, { from: 7, to: 14 }, all)).toEqual({
    visits: 24,
    known: 7,
    isComplete: true,
    busiest: { day: 9, visits: 9 },
    before: 16,
  })
})

it('compares neither the first week nor a week that is not over', () => {
  expect(whatHappened(visits, { from: 0, to: 7 }, all).before).toBeNull()
  const underWay = whatHappened(visits, { from: 7, to: 14 }, { known: 10, partial: 9 })
  expect(underWay).toMatchObject({ visits: 13, known: 3, isComplete: false, before: null })
})

it('has no busiest day where nobody came', () => {
  expect(whatHappened([0, 0], { from: 0, to: 2 }, { known: 2, partial: null }).busiest).toBeNull()
})

it('knows nothing of days that no export has told of', () => {
  expect(whatHappened(visits, { from: 7, to: 14 }, { known: 0, partial: null })).toMatchObject({
    visits: 0,
    known: 0,
  })
})
