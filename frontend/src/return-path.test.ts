import { expect, it } from 'vitest'
import { safeReturnPath } from './return-path.ts'

const origin = 'https://cloop.example.edu'
const back = (wanted: unknown) => safeReturnPath(wanted, origin)

it('leads back to a page of this site with its whole state', () => {
  expect(back('/courses/1/content?tab=students&q=a%20b#x')).toBe(
    '/courses/1/content?tab=students&q=a%20b#x',
  )
})

it('leads nowhere else', () => {
  const elsewhere = [
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n//evil.example',
    'https:evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    '\\\\evil.example',
    '/.//evil.example',
    'courses/1',
    '',
    undefined,
    null,
    ['/courses/1'],
  ]
  expect(elsewhere.map(back)).toEqual(elsewhere.map(() => '/courses'))
})

it('does not lead back to the sign-in page', () => {
  expect(back('/login?next=/login')).toBe('/courses')
})
