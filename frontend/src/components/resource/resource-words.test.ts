import { expect, it } from 'vitest'
import { sayDays, sayWhen, visitsIn } from './resource-words.ts'

const course = {
  startDate: '2026-03-02',
  weeks: 2,
  timeZone: 'Europe/Berlin',
  lastActivityAt: '2026-03-10T23:30:00Z',
}
const visits = [0, 3, 0, 0, 7, 0, 0, 1, 0, 0, 0, 0, 0, 0]

it('adds the visits of the days shown', () => {
  expect(visitsIn(visits, { from: 0, to: 7 })).toBe(10)
  expect(visitsIn(visits, { from: 5, to: 7 })).toBe(0)
})

it('says how many visits on how many days, the busiest, and where the data end', () => {
  expect(sayDays(visits, { from: 0, to: 14 }, course)).toBe(
    '11 visits on 3 days, most on Fri 6 Mar (7). Data end on Wed 11 Mar. Times are Berlin time.',
  )
  expect(sayDays(visits, { from: 8, to: 9 }, course)).toMatch(/^Nobody opened it/)
})

it('names days as the end of a sentence', () => {
  expect(sayWhen({ from: 0, to: 14 }, course)).toBe('in the whole course')
  expect(sayWhen({ from: 0, to: 7 }, course)).toBe('from 2 Mar to 8 Mar')
  expect(sayWhen({ from: 3, to: 4 }, course)).toBe('on 5 Mar')
})
