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

test('bytes are written as the text is', () => {
  const writer = new InstantWriter()
  const bytes = Buffer.alloc(40, '.')
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Date.UTC(2200, 0) * 1000 }), (micros) => {
      expect(writer.write(bytes, 3, micros)).toBe(29)
      expect(bytes.toString('latin1', 3, 29)).toBe(exactInstant(micros))
    }),
  )
})
