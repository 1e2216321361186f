import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exactInstant, InstantWriter, isoInstant } from './instant.ts'

test.each([
  [0, '1970-01-01 00:00:00.000000'],
  [Date.UTC(2026, 6, 27, 23, 59, 59, 999) * 1000 + 999, '2026-07-27 23:59:59.999999'],
  [Date.UTC(2026, 6, 28) * 1000 + 7, '2026-07-28 00:00:00.000007'],
])('%d is %s', (micros, text) => {
  expect(exactInstant(micros)).toBe(text)
  expect(isoInstant(micros)).toBe(`${text.replace(' ', 'T')}Z`)
})

test('for the database they are written without what it does not need', () => {
  const writer = new InstantWriter()
  const bytes = Buffer.alloc(40, '.')
  const latest = Date.UTC(2200, 0) * 1000
  const instants = fc.oneof(
    fc.integer({ min: 0, max: latest }),
    fc.integer({ min: 0, max: latest / 1_000_000 }).map((seconds) => seconds * 1_000_000),
  )
  fc.assert(
    fc.property(instants, (micros) => {
      const end = writer.write(bytes, 3, micros)
      const expected = exactInstant(micros).replace(/[-: ]/g, '').replace('.000000', '')
      expect(bytes.toString('latin1', 3, end)).toBe(expected)
    }),
  )
})
