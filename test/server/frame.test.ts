import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listening } from './support/listening.ts'
import { createTestSite, password, type Caller, type TestSite } from './support/site.ts'

let site: TestSite
let server: Awaited<ReturnType<typeof listening>>
let person: Caller
const lines: string[] = []
let brokerAnswers: () => Promise<void>

beforeAll(async () => {
  const sink = new Writable({
    write(line: Buffer, _, done) {
      lines.push(line.toString())
      done()
    },
  })
  site = await createTestSite({
    log: pino(sink),
    settings: { trustedProxies: ['192.0.2.0/24'] },
    checkBroker: () => brokerAnswers(),
  })
  server = await listening(site)
  person = await site.addPerson('person@example.edu')
})
afterAll(async () => {
  await server.close()
  await site.drop()
})

it.each(['/login', '/', '/nope', '/api/me', '/api/nope', '/healthz'])(
  'protects the answer of %s by its headers',
  async (path) => {
    const { headers } = await site.ask(path)
    expect(headers.get('Content-Security-Policy')).toMatch(
      /^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'$/,
    )
    expect(headers.get('Content-Security-Policy')).toContain("object-src 'none'; base-uri 'none'")
    expect(headers.get('Strict-Transport-Security')).toBe('max-age=63072000; includeSubDomains')
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin')
    expect(headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin')
    expect(headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/)
  },
)

describe('the log', () => {
  it('has one line for each request, with its id, pattern and person, and no address or name', async () => {
    lines.length = 0
    const answer = await site.ask('/api/courses/77/search?q=secret', { from: person })
    expect(lines).toHaveLength(1)
    const line = JSON.parse(lines[0] ?? '') as Record<string, unknown>
    expect(line).toMatchObject({
      requestId: answer.headers.get('X-Request-Id'),
      method: 'GET',
      route: '/api/courses/:courseId/*',
      status: 404,
      userId: person.id,
    })
    expect(lines.join()).not.toMatch(/secret|person@|sid=/)
  })

  it('never holds what was typed to sign in, nor the session', async () => {
    lines.length = 0
    const json = { email: person.email, password }
    const answer = await site.ask('/api/login', { json })
    const token = /sid=(\w+)/.exec(answer.headers.getSetCookie().join())?.[1] ?? 'none'
    await site.ask('/api/me', { headers: { Cookie: `sid=${token}` } })
    expect(lines).toHaveLength(2)
    expect(lines.join()).not.toContain(password)
    expect(lines.join()).not.toContain(person.email)
    expect(lines.join()).not.toContain(token)
  })
})

describe('an error that nobody expected', () => {
  it('is answered without a word of it, and logged with the request’s id but without values', async () => {
    lines.length = 0
    await site.pool.query('RENAME TABLE course_offerings TO gone')
    const answer = await site.ask('/api/courses/12345', { from: person })
    await site.pool.query('RENAME TABLE gone TO course_offerings')
    expect(answer.status).toBe(500)
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
    expect(answer.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    const body = await answer.text()
    expect(JSON.parse(body)).toMatchObject({ status: 500, title: 'Internal Server Error' })
    expect(body).not.toMatch(/at |sql|select|course_offerings|Error:/i)
    const error = lines.find((line) => line.includes('request failed')) ?? ''
    expect(error).toContain(answer.headers.get('X-Request-Id'))
  })
})

describe('a body', () => {
  const big = 'x'.repeat(70_000)
  const headers = {
    Cookie: '',
    'Content-Type': 'application/json',
    'Sec-Fetch-Site': 'same-origin',
  }

  it('of more than 64 KB is refused, whether it says its length or not', async () => {
    const lengths: Record<string, string>[] = [
      { 'Content-Length': String(big.length) },
      { 'Transfer-Encoding': 'chunked' },
    ]
    for (const length of lengths) {
      const { status } = await server.send('/api/login', {
        method: 'POST',
        headers: { ...headers, ...length },
        body: big,
      })
      expect(status).toBe(413)
    }
  })

  it('is not read of somebody who is not signed in', async () => {
    const { status } = await server.send('/api/me/password', { method: 'POST', headers, body: big })
    expect(status).toBe(401)
  })

  it('comes with headers of 16 KB at most', async () => {
    const answer = await server.write(
      `GET /healthz HTTP/1.1\r\nHost: x\r\nX-Big: ${'x'.repeat(20_000)}\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 431 /)
  })
})

it('believes a trusted proxy, and nobody else, who the client is', async () => {
  const addressOf = async (address: string, forwardedFor: string) => {
    await site.pool.query('DELETE FROM audit_log')
    const headers = { 'X-Forwarded-For': forwardedFor }
    await site.ask('/api/login', { json: { email: 'x', password: 'x' }, address, headers })
    const [rows] = await site.pool.query<import('mysql2').RowDataPacket[]>(
      'SELECT address FROM audit_log',
    )
    await site.pool.query('DELETE FROM sign_in_failures')
    return String(rows[0]?.address)
  }
  expect(await addressOf('192.0.2.9', '203.0.113.5')).toBe('203.0.113.5')
  expect(await addressOf('192.0.2.9', '1.2.3.4, 203.0.113.5')).toBe('203.0.113.5')
  expect(await addressOf('198.51.100.1', '203.0.113.5')).toBe('198.51.100.1')
})

describe('readiness', () => {
  it('needs database and broker', async () => {
    brokerAnswers = () => Promise.resolve()
    const ready = await site.ask('/readyz')
    expect([ready.status, await ready.json()]).toEqual([200, { database: true, broker: true }])
    brokerAnswers = () => Promise.reject(new Error('away'))
    const unready = await site.ask('/readyz')
    expect([unready.status, await unready.json()]).toEqual([503, { database: true, broker: false }])
    expect((await site.ask('/healthz')).status).toBe(200)
  })

  it('does not wait for a broker that says nothing', async () => {
    brokerAnswers = () => new Promise(() => {})
    expect((await site.ask('/readyz')).status).toBe(503)
  })
})

it('measures requests by pattern, on a page of its own', async () => {
  await site.ask('/api/me', { from: person })
  const text = await site.deps.metrics.registry.metrics()
  expect(text).toMatch(
    /cloop_http_request_duration_seconds_count\{method="GET",route="\/api\/me",status="200"\} \d/,
  )
  expect(text).toContain('nodejs_eventloop_lag_seconds')
  expect((await site.ask('/metrics', { from: person })).status).toBe(404)
})
