import { expect, test } from 'vitest'
import { nextPause } from './supervisor.ts'

test('a service that dies at once again and again is started with growing pauses', () => {
  const pauses = [0]
  for (let start = 0; start < 8; start += 1) pauses.push(nextPause(pauses.at(-1)!, 100))
  expect(pauses.slice(1)).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000])
})

test('a service that ran for long is started again soon', () => {
  expect(nextPause(10_000, 3_600_000)).toBe(250)
})
