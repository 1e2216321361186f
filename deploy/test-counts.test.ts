import { expect, test } from 'vitest'
import { addCounts, countsLine } from './test-counts.ts'

test('the last line names passed and failed, and skipped only if there are any', () => {
  expect(countsLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed')
  expect(countsLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped')
})

test('counts of steps add up', () => {
  const step = { passed: 1, failed: 2, skipped: 3 }
  expect(addCounts(step, step)).toEqual({ passed: 2, failed: 4, skipped: 6 })
})
