import { expect, it } from 'vitest'
import { aroundEvent } from './around-event.ts'

const visits = Array.from({ length: 21 }, (_, day) => day)

it('sums the seven days before a day, the day itself and the seven after', () => {
  expect(aroundEvent({ start: 10.4, end: 10.4 }, visits, 21)).toEqual({
    before: { span: { from: 3, to: 10 }, visits: 42, known: 7 },
    during: { span: { from: 10, to: 11 }, visits: 10, known: 1 },
    after: { span: { from: 11, to: 18 }, visits: 98, known: 7 },
  })
})

it('leaves the days between start and end of a submission to themselves', () => {
  const { before, during, after } = aroundEvent({ start: 8.5, end: 10 }, visits, 21)
  expect(before?.span).toEqual({ from: 1, to: 8 })
  expect(during).toEqual({ span: { from: 8, to: 10 }, visits: 17, known: 2 })
  expect(after?.span).toEqual({ from: 10, to: 17 })
})

it('has nothing before the first day of the course nor after its last', () => {
  expect(aroundEvent({ start: 0, end: 0 }, visits, 21).before).toBeNull()
  expect(aroundEvent({ start: 20.9, end: 20.9 }, visits, 21).after).toBeNull()
})

it('counts the days that no export has told of yet', () => {
  const { during, after } = aroundEvent({ start: 10, end: 10 }, visits, 13)
  expect(during.known).toBe(1)
  expect(after).toEqual({ span: { from: 11, to: 18 }, visits: 23, known: 2 })
  expect(aroundEvent({ start: 18, end: 18 }, visits, 13).during).toMatchObject({
    visits: 0,
    known: 0,
  })
})
