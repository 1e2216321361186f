import { expect, it } from 'vitest'
import { busiestHour, hoursGrid, hourStep } from './hours-grid.ts'

const cells = [
  { weekday: 1, hour: 0, visits: 2 },
  { weekday: 7, hour: 23, visits: 9 },
]

it('has every hour of the week, zeros too', () => {
  const grid = hoursGrid({ cells })
  expect(grid.map((row) => row.length)).toEqual(Array.from({ length: 7 }, () => 24))
  expect([grid[0]?.[0], grid[0]?.[1], grid[6]?.[23]]).toEqual([2, 0, 9])
})

it('finds the busiest hour, and none where nobody came', () => {
  expect(busiestHour(hoursGrid({ cells }))).toEqual({ weekday: 6, hour: 23, visits: 9 })
  expect(busiestHour(hoursGrid({ cells: [] }))).toBeNull()
})

it('walks by keys and stays inside the week', () => {
  expect(hourStep(null, 'ArrowDown')).toEqual({ weekday: 0, hour: 0 })
  expect(hourStep({ weekday: 6, hour: 5 }, 'ArrowDown')).toEqual({ weekday: 6, hour: 5 })
  expect(hourStep({ weekday: 2, hour: 5 }, 'ArrowUp')).toEqual({ weekday: 1, hour: 5 })
  expect(hourStep({ weekday: 2, hour: 5 }, 'End')).toEqual({ weekday: 2, hour: 23 })
  expect(hourStep({ weekday: 2, hour: 5 }, 'Escape')).toBeNull()
  expect(hourStep({ weekday: 2, hour: 5 }, 'x')).toBeUndefined()
})
