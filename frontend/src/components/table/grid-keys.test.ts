import { expect, it } from 'vitest'
import { placeAfter } from './grid-keys.ts'

const after = (key: string, ctrlKey = false) => placeAfter({ row: 3, column: 2 }, { key, ctrlKey })

it('walks by one cell', () => {
  expect(after('ArrowUp')).toEqual({ row: 2, column: 2 })
  expect(after('ArrowDown')).toEqual({ row: 4, column: 2 })
  expect(after('ArrowLeft')).toEqual({ row: 3, column: 1 })
  expect(after('ArrowRight')).toEqual({ row: 3, column: 3 })
})

it('goes to the ends of the row, with Ctrl to the ends of the table', () => {
  expect(after('Home')).toEqual({ row: 3, column: 0 })
  expect(after('Home', true)).toEqual({ row: 0, column: 0 })
  expect(after('End')?.row).toBe(3)
  expect(after('End', true)?.row).toBeGreaterThan(1e6)
})

it('leaves other keys to others', () => {
  expect(['Tab', 'Escape', 'a', 'Enter'].map((key) => after(key))).toEqual([null, null, null, null])
})
