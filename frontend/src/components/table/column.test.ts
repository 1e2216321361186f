import { expect, it } from 'vitest'
import { nextSorting } from './column.ts'

const title = { id: 'title', kind: 'text' } as const
const total = { id: 'total', kind: 'number' } as const

it('sorts numbers from the largest, text from A', () => {
  expect(nextSorting(null, total)).toEqual({ column: 'total', isDescending: true })
  expect(nextSorting(null, title)).toEqual({ column: 'title', isDescending: false })
})

it('turns the order with the second click and ends it with the third', () => {
  const second = nextSorting(nextSorting(null, total), total)
  expect(second).toEqual({ column: 'total', isDescending: false })
  expect(nextSorting(second, total)).toBeNull()
})

it('begins anew with another column', () => {
  expect(nextSorting({ column: 'title', isDescending: true }, total)).toEqual({
    column: 'total',
    isDescending: true,
  })
})
