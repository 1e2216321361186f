import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { fromSender } from '#server/imports/from-sender.ts'
import { until } from '../worker/support.ts'
import { createImportSite, type ImportSite } from './import-site.ts'
import { listening } from './support/listening.ts'

let site: ImportSite
let server: Awaited<ReturnType<typeof listening>>
beforeAll(async () => {
  site = await createImportSite()
  server = await listening(site, { withinMs: 300 })
})
afterAll(async () => {
  await server.close()
  await site.drop()
})

/** Sends the beginning of a request, and no more. */
function begin(head: string, body: string | Buffer = '') {
  const socket = connect(server.port, '127.0.0.1')
  socket.write(`${head}\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\r\n`)
  socket.write(body)
  return socket
}

const stalledSignIn = () =>
  begin(
    'POST /api/login HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 50',
    '{"email":',
  )

describe('a request of the usual kind', () => {
  it('is cut off when its body does not come', async () => {
    expect(await text(stalledSignIn())).toMatch(/^HTTP\/1\.1 408 /)
  })

  it('is answered however long its answer takes', async () => {
    const socket = begin(
      `GET /api/admin/imports/stream HTTP/1.1\r\nCookie: ${site.administrator.cookie}`,
    )
    const heard = listenTo(socket)
    await until(() => heard().includes(': here'))
    // By now the time for a whole request is over.
    await text(stalledSignIn())
    expect(socket.destroyed).toBe(false)
    socket.destroy()
  })
})

function listenTo(socket: Socket) {
  let heard = ''
  socket.setEncoding('utf8').on('data', (part: string) => (heard += part))
  return () => heard
}

describe('an upload', () => {
  const head = (token: string) =>
    `PUT /api/course_imports/ABC10 HTTP/1.1\r\nAuthorization: Token ${token}\r\nContent-Length: 200000`

  it('may take longer', async () => {
    const socket = begin(head(site.server.token), randomBytes(100_000))
    await until(async () => (await site.processing()).length > 0)
    await text(stalledSignIn())
    socket.write(randomBytes(100_000))
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 202 /)
  })

  it('may not take longer with a wrong token', async () => {
    const socket = begin(head('wrong'), randomBytes(100_000))
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 401 /)
  })
})

describe('a sender', () => {
  const stopping = new AbortController().signal
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  /** Sends so many chunks, and then nothing, for ever. */
  const bodyOf = (chunks: number) => {
    let sent = 0
    return new ReadableStream<Uint8Array>({
      async pull(stream) {
        if (sent === chunks) await new Promise(() => {})
        stream.enqueue(new Uint8Array([(sent += 1)]))
      },
    })
  }

  it('from whom nothing comes for a minute is given up', async () => {
    const sender = fromSender(bodyOf(1), { stopping })
    await sender.next()
    const waiting = expect(sender.next()).rejects.toMatchObject({ status: 408 })
    await vi.advanceTimersByTimeAsync(59_999)
    expect(vi.getTimerCount()).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    await waiting
  })

  it('is not blamed for our own slowness', async () => {
    const sender = fromSender(bodyOf(2), { stopping })
    await sender.next()
    await vi.advanceTimersByTimeAsync(600_000)
    expect(await sender.next()).toMatchObject({ done: false })
    await sender.return()
    expect(vi.getTimerCount()).toBe(0)
  })
})
