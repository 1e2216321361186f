import { CourseNotLocked } from '#import/load/course-lock.ts'
import { CourseChanged } from '#import/load/course.ts'
import { expect, test } from 'vitest'
import { isEnvironmentTrouble } from './environment-trouble.ts'

const withFields = (fields: object, options?: ErrorOptions) =>
  Object.assign(new Error('trouble', options), fields)

const closing = (code: string, before: Error) =>
  new SuppressedError(withFields({ code, syscall: 'write' }), before)

test.each([
  ['a full disk', withFields({ code: 'ENOSPC', syscall: 'write', errno: -28 })],
  ['a broken disk', withFields({ code: 'EIO', syscall: 'read', errno: -5 })],
  [
    'a database that is away',
    withFields({ code: 'ECONNREFUSED', syscall: 'connect', fatal: true }),
  ],
  ['a cut connection', withFields({ code: 'PROTOCOL_CONNECTION_LOST', fatal: true })],
  ['a deadlock', withFields({ errno: 1213, sqlState: '40001' })],
  ['a full table space', withFields({ errno: 1114, sqlState: 'HY000' })],
  ['a course that others hold', new CourseNotLocked('still locked')],
  ['a course that people keep changing', new CourseChanged('changed meanwhile')],
  ['a full disk that also keeps a file from being closed', closing('ENOSPC', new Error('first'))],
  ['what was wrong before', closing('ENOENT', withFields({ code: 'EIO', syscall: 'read' }))],
  ['a cause', withFields({}, { cause: withFields({ code: 'EIO', syscall: 'read' }) })],
])('%s is the trouble of the environment', (_, error) => {
  expect(isEnvironmentTrouble(error)).toBe(true)
})

test.each([
  ['a bug', new TypeError('x is not a function')],
  ['a value that does not fit', withFields({ errno: 1406, sqlState: '22001' })],
  ['a number of another kind', withFields({ errno: 1213 })],
  ['a missing file', withFields({ code: 'ENOENT', syscall: 'open', errno: -2 })],
  ['something thrown that is no error', 'EIO'],
])('%s is not', (_, error) => {
  expect(isEnvironmentTrouble(error)).toBe(false)
})
