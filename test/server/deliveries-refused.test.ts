import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { someBytes, useDeliveries } from './delivering.ts'
import { createImportSite } from './import-site.ts'
import { listening } from './support/listening.ts'

const place = useDeliveries()

describe('what cannot be taken', () => {
  const leavesNothing = async () => {
    expect(await place.countImports()).toBe(0)
    expect((await place.site.processing()).filter((name) => name.endsWith('.part'))).toEqual([])
  }

  it.each(['NONE', 'SOUTH', 'NOWHERE', 'abc10', 'ABC1', '..%5c', 'ABC10%2f1', '%00'])(
    'the code %s is not known to this server',
    async (code) => {
      expect((await place.put(someBytes(), { code })).status).toBe(404)
      await leavesNothing()
    },
  )

  it('comes with no token, or with a wrong one, and is not read', async () => {
    for (const token of ['', 'x', `${place.site.server.token}0`, place.otherToken.slice(1)]) {
      const answer = await place.put(someBytes(), { token })
      expect(answer.status).toBe(401)
      expect(answer.headers['www-authenticate']).toBe('Token')
    }
    await leavesNothing()
  })

  it('is larger than the limit, whether it says so or not', async () => {
    const mostBytes = 1_000_000
    expect((await place.put(Buffer.alloc(mostBytes, 1))).status).toBe(202)
    await place.site.pool.query('DELETE FROM imports')
    expect((await place.put(Buffer.alloc(mostBytes + 1))).status).toBe(413)
    expect(
      (await place.put(Readable.from([Buffer.alloc(mostBytes), Buffer.alloc(1)]))).status,
    ).toBe(413)
    await leavesNothing()
  })

  it('has no body, or none that is the zip itself', async () => {
    const about = { Authorization: `Token ${place.site.server.token}` }
    const noBody = await place.server.write(
      `PUT /api/course_imports/ABC10 HTTP/1.1\r\nHost: x\r\nAuthorization: ${about.Authorization}\r\nConnection: close\r\n\r\n`,
    )
    expect(noBody).toMatch(/^HTTP\/1\.1 411 /)
    const refusals: [number, string | Buffer, Record<string, string>][] = [
      [400, '', { 'Content-Length': '0' }],
      [400, Readable.from([]) as never, {}],
      [415, someBytes(), { 'Content-Type': 'multipart/form-data; boundary=x' }],
      [415, someBytes(), { 'Content-Encoding': 'gzip' }],
      [400, someBytes(), { 'Content-Range': 'bytes 0-199999/400000' }],
    ]
    for (const [status, body, headers] of refusals) {
      const answer = await place.put(body, { headers })
      expect([answer.status, answer.headers['content-type']], JSON.stringify(headers)).toEqual([
        status,
        'application/problem+json',
      ])
    }
    await leavesNothing()
  })

  it('is not taken where importing is switched off', async () => {
    const off = await createImportSite({ imports: { enabled: false } })
    const its = await listening(off)
    const headers = { Authorization: `Token ${off.server.token}` }
    const answer = await its.send('/api/course_imports/ABC10', {
      method: 'PUT',
      headers,
      body: 'x',
    })
    expect(answer.status).toBe(503)
    expect(answer.body).toContain('DO_IMPORTING')
    await its.close()
    await off.drop()
  })
})

describe('who asks before sending', () => {
  const ask = async (code: string, length: number, path = `/api/course_imports/${code}`) => {
    const socket = connect(place.server.port, '127.0.0.1')
    socket.write(
      `PUT ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Token ${place.site.server.token}\r\nContent-Length: ${length}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`,
    )
    const heard: string[] = []
    socket.setEncoding('utf8').on('data', (part: string) => {
      heard.push(part)
      if (part.startsWith('HTTP/1.1 100')) socket.write(Buffer.alloc(length, 7))
    })
    await new Promise((resolve) => socket.on('close', resolve))
    return heard.join('')
  }

  it('is asked for a large body by the route that wants it', async () => {
    expect(await ask('ABC10', 300_000)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 202 /)
  })
  it('is spared the sending where the answer is no', async () => {
    expect(await ask('NONE', 300_000)).toMatch(/^HTTP\/1\.1 404 /)
    expect(await ask('ABC10', 1_000_001)).toMatch(/^HTTP\/1\.1 413 /)
    expect(await ask('', 300_000, '/api/me')).toMatch(/^HTTP\/1\.1 401 /)
  })
  it('is asked for a small body at once', async () => {
    expect(await ask('ABC10', 10)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 202 /)
  })
})
