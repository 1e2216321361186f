import { utimes, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { until } from '../worker/support.ts'
import { someBytes, useDeliveries } from './delivering.ts'
import { createImportSite } from './import-site.ts'
import { listening } from './support/listening.ts'

const place = useDeliveries()

/** Begins a delivery of which `sent` is there, and waits until the site has written some of it. */
async function beginDelivery(head: string, sent: Buffer) {
  const socket = connect(place.server.port, '127.0.0.1')
  socket.write(
    `PUT /api/course_imports/ABC10 HTTP/1.1\r\nHost: x\r\nAuthorization: Token ${place.site.server.token}\r\n${head}\r\n\r\n`,
  )
  socket.write(sent)
  await until(async () => (await place.site.processing()).some((name) => name.endsWith('.part')))
  return socket
}

describe('a delivery that breaks off', () => {
  it.each([
    ['with a length', 'Content-Length: 500000', Buffer.alloc(100_000)],
    ['in chunks', 'Transfer-Encoding: chunked', Buffer.from(`186a0\r\n${'x'.repeat(100_000)}\r\n`)],
    ['inside a chunk', 'Transfer-Encoding: chunked', Buffer.from('186a0\r\nxyz')],
  ])('%s leaves nothing behind, and may come again', async (_, head, sent) => {
    const socket = await beginDelivery(head, sent)
    socket.destroy()
    await until(async () => !(await place.site.processing()).some((name) => name.endsWith('.part')))
    expect(await place.countImports()).toBe(0)
    expect((await place.put(someBytes())).status).toBe(202)
  })

  it('ends tidily when it ends too early and still listens', async () => {
    const socket = await beginDelivery('Content-Length: 500000', Buffer.alloc(100_000))
    socket.end()
    expect(await text(socket)).not.toMatch(/ 20\d /)
    await until(async () => !(await place.site.processing()).some((name) => name.endsWith('.part')))
    expect(await place.countImports()).toBe(0)
  })

  it('because the site ends is told to come again', async () => {
    const stopping = new AbortController()
    const ending = await createImportSite({ stopping: stopping.signal })
    const its = await listening(ending)
    async function* endless() {
      for (;;) {
        yield Buffer.alloc(1000)
        await until(async () => (await ending.processing()).length > 0)
        stopping.abort()
      }
    }
    const answer = await its.send('/api/course_imports/ABC10', {
      method: 'PUT',
      headers: { Authorization: `Token ${ending.server.token}` },
      body: Readable.from(endless()),
    })
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '30'])
    expect(await ending.processing()).toEqual([])
    await its.close()
    await ending.drop()
  })
})

it('takes away what a killed process has left of uploads, but not what is being written', async () => {
  const { processing } = place.site.place.directories
  const long = new Date(Date.now() - 2 * 3600 * 1000)
  const names = ['.upload-0123456789abcdef.part', '.upload-fedcba9876543210.part', '.other.part']
  for (const name of names) await writeFile(join(processing, name), 'x')
  for (const name of [names[0], names[2]]) await utimes(join(processing, name ?? ''), long, long)
  await place.put(someBytes())
  const left = (await place.site.processing()).filter((name) => name.endsWith('.part'))
  expect(left).toEqual(['.other.part', '.upload-fedcba9876543210.part'])
})
