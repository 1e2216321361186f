import { expect, it } from 'vitest'
import { readError } from './api-error.ts'

it('reads a problem document', async () => {
  const problem = {
    type: 'about:blank',
    title: 'Bad Request',
    status: 400,
    detail: 'Two fields are wrong.',
    errors: [{ path: 'email', message: 'is missing' }],
  }
  const error = await readError(new Response(JSON.stringify(problem), { status: 400 }))
  expect(error).toMatchObject({ status: 400, message: 'Two fields are wrong.' })
  expect(error.fieldMessage('email')).toBe('is missing')
  expect(error.fieldMessage('password')).toBeUndefined()
})

it('keeps the time for which the server asks', async () => {
  const response = new Response('{}', { status: 429, headers: { 'retry-after': '540' } })
  expect((await readError(response)).retryAfterSeconds).toBe(540)
})

it('understands a page of a proxy in between as well', async () => {
  const response = new Response('<h1>Bad gateway</h1>', { status: 502, statusText: 'Bad Gateway' })
  expect(await readError(response)).toMatchObject({
    status: 502,
    message: 'Bad Gateway',
    retryAfterSeconds: null,
  })
})
