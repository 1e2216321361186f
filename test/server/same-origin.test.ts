import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestSite, type Caller, type TestSite } from './support/site.ts'

let site: TestSite
let person: Caller

beforeAll(async () => {
  site = await createTestSite({ settings: { baseUrl: 'https://cloop.example.edu' } })
  person = await site.addPerson('person@example.edu')
})
afterAll(() => site.drop())

const methods = ['POST', 'PUT', 'PATCH', 'DELETE']
const contentTypes = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  undefined,
]
/** `Sec-Fetch-Site` and `Origin` as browsers, old browsers, scripts and attackers send them. */
const senders: [fetchSite: string | undefined, origin: string | undefined, isOurs: boolean][] = [
  ['same-origin', 'https://cloop.example.edu', true],
  ['same-origin', undefined, true],
  [undefined, 'https://cloop.example.edu', true],
  [undefined, undefined, false],
  ['cross-site', 'https://evil.example', false],
  ['cross-site', undefined, false],
  ['same-site', 'https://other.example.edu', false],
  ['none', undefined, false],
  ['cross-site', 'https://cloop.example.edu', false],
  [undefined, 'https://evil.example', false],
  [undefined, 'null', false],
  [undefined, 'http://cloop.example.edu', false],
  [undefined, 'https://cloop.example.edu:444', false],
  [undefined, 'https://cloop.example.edu.evil.example', false],
  [undefined, 'https://CLOOP.example.edu', false],
  [undefined, 'http://127.0.0.1:8080', false],
]

it.each(senders)('from %s and %s: passes is %s', async (fetchSite, origin, isOurs) => {
  for (const method of methods) {
    for (const contentType of contentTypes) {
      const headers = new Headers({ Cookie: person.cookie })
      if (fetchSite) headers.set('Sec-Fetch-Site', fetchSite)
      if (origin) headers.set('Origin', origin)
      if (contentType) headers.set('Content-Type', contentType)
      const request = new Request('https://cloop.example.edu/api/me', {
        method,
        headers,
        body: '{}',
      })
      const { status } = await site.site(request)
      const note = `${method} ${contentType}`
      if (isOurs) expect(status, note).not.toBe(403)
      else expect(status, note).toBe(403)
    }
  }
})

it('refuses a sign-in from elsewhere, too', async () => {
  const headers = { 'Sec-Fetch-Site': 'cross-site' }
  const json = { email: 'person@example.edu', password: 'x' }
  expect((await site.ask('/api/login', { json, headers })).status).toBe(403)
})

it('takes its own address for ours on the own machine, whatever BASE_URL says', async () => {
  const statusOf = async (host: string, origin: string) => {
    const headers = { Cookie: person.cookie, Host: host, Origin: origin }
    const request = new Request(`http://${host}/api/logout-nowhere`, { method: 'POST', headers })
    return (await site.site(request)).status
  }
  expect(await statusOf('127.0.0.1:8080', 'http://127.0.0.1:8080')).toBe(404)
  expect(await statusOf('localhost:8080', 'http://localhost:8080')).toBe(404)
  expect(await statusOf('localhost:8080', 'http://localhost:9090')).toBe(403)
  expect(await statusOf('evil.example', 'http://evil.example')).toBe(403)
})

it('answers no other site that it may read', async () => {
  const headers = { Origin: 'https://evil.example' }
  const answer = await site.ask('/api/courses', { from: person, headers })
  expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
})
