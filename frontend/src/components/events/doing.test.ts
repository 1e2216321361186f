import { expect, it } from 'vitest'
import { doingCodec, type Doing } from './doing.ts'

it('is written into the address and read from it', () => {
  const all: Doing[] = [{ what: 'new' }, { what: 'repeating' }, { what: 'edit', id: 12 }]
  expect(all.map((doing) => doingCodec.write(doing))).toEqual(['new', 'repeating', 'edit-12'])
  for (const doing of all) expect(doingCodec.read(doingCodec.write(doing))).toEqual(doing)
  expect(doingCodec.write(null)).toBeUndefined()
})

it.each([
  undefined,
  '',
  'edit',
  'edit-',
  'edit-x',
  'edit-0',
  'new-3',
  'drop-3',
  'edit-99999999999',
])('is nothing for %j', (raw) => {
  expect(doingCodec.read(raw)).toBeNull()
})
