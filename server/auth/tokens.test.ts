import { timingSafeEqual } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { hashOfToken, makeToken, ownerOfToken } from './tokens.ts'

vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof import('node:crypto')>()
  return { ...crypto, timingSafeEqual: vi.fn(crypto.timingSafeEqual) }
})

const tokens = [makeToken(), makeToken(), makeToken()]
const owners = tokens.map((token, index) => ({ id: index, hash: hashOfToken(token) }))

test('a token leads to its owner', () => {
  expect(tokens.map((token) => ownerOfToken(token, owners)?.id)).toEqual([0, 1, 2])
})

test.each([0, 1, 31, 33, 39, 41, 64, 5000])(
  'a token of %i characters leads to nobody',
  (length) => {
    expect(ownerOfToken('a'.repeat(length), owners)).toBeUndefined()
  },
)

test('a hash is no token', () => {
  for (const { hash } of owners) expect(ownerOfToken(hash, owners)).toBeUndefined()
})

test('a new token has 160 bits, and is never the same', () => {
  expect(new Set(tokens).size).toBe(3)
  for (const token of tokens) expect(token).toMatch(/^[0-9a-f]{40}$/)
})

test('every hash is compared, each in the same time, whichever is the right one', () => {
  for (const token of [...tokens, 'none']) {
    vi.mocked(timingSafeEqual).mockClear()
    ownerOfToken(token, owners)
    expect(timingSafeEqual).toHaveBeenCalledTimes(owners.length)
  }
})
