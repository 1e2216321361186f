import { expect, test } from 'vitest'
import { returnPath } from './return-path.ts'

const site = 'https://cloop.example.edu'

test.each([
  '/courses/7/students?week=3#top',
  '/account',
  '/admin/users?q=%2F%2Fevil',
  '/courses/https://evil',
])('a path of this site is where one goes: %s', (path) => {
  expect(returnPath(path, site)).toBe(path)
})

test.each([
  undefined,
  '',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  'https:evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '\\\\evil.example',
  ' //evil.example',
  '/login',
  '/login/oidc',
  '/api/logout',
])('anything else leads to the courses: %j', (path) => {
  expect(returnPath(path, site)).toBe('/courses')
})
