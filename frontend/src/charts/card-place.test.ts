import { expect, it } from 'vitest'
import { cardLeft } from './card-place.ts'

it('stands to the right, at the right edge to the left, and never outside', () => {
  expect(cardLeft({ x: 100, endX: 120 }, 1200)).toBe(132)
  expect(cardLeft({ x: 1000, endX: 1020 }, 1200)).toBe(716)
  expect(cardLeft({ x: 100, endX: 280 }, 400)).toBe(0)
})
