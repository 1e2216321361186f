import { expect, it } from 'vitest'
import { dayStep } from './day-step.ts'

const span = { from: 7, to: 14 }

it('begins at the first day, or backwards at the last', () => {
  expect(dayStep(null, 'ArrowRight', span)).toBe(7)
  expect(dayStep(null, 'ArrowLeft', span)).toBe(13)
})

it('walks by days and weeks and stays inside the span', () => {
  expect(dayStep(9, 'ArrowRight', span)).toBe(10)
  expect(dayStep(7, 'ArrowLeft', span)).toBe(7)
  expect(dayStep(9, 'PageDown', span)).toBe(13)
  expect(dayStep(9, 'Home', span)).toBe(7)
  expect(dayStep(9, 'End', span)).toBe(13)
})

it('ends with Escape, which else is left to others', () => {
  expect(dayStep(9, 'Escape', span)).toBeNull()
  expect(dayStep(null, 'Escape', span)).toBeUndefined()
  expect(dayStep(9, 'a', span)).toBeUndefined()
})
