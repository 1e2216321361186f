import { expect, it } from 'vitest'
import { doingCodec } from './doing.ts'

it.each([
  ['new', { what: 'new', to: '' }],
  ['edit-12', { what: 'edit', to: '12' }],
  ['assign-9_A-B_1.zip', { what: 'assign', to: '9_A-B_1.zip' }],
  [undefined, null],
  ['12', null],
])('%s stands for what is being done', (written, doing) => {
  expect(doingCodec.read(written)).toEqual(doing)
  if (doing) expect(doingCodec.write(doing)).toBe(written)
})
