import { expect, test } from 'vitest'
import { ProgressMeter } from './progress.ts'

test('progress is told at once when the phase changes, else four times a second', () => {
  const told: string[] = []
  let now = 0
  const meter = new ProgressMeter(
    ({ phase, rows, of }) => told.push(`${phase} ${rows}/${of}`),
    () => now,
  )
  meter.note('reading', 0, 0)
  meter.note('reading', 5, 9.6)
  now = 250
  meter.note('reading', 7, 9.6)
  meter.note('storing', 12, 10)
  expect(told).toEqual(['reading 0/0', 'reading 7/10', 'storing 12/12'])
})
