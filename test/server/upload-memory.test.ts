import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { request, type IncomingMessage, type RequestOptions } from 'node:http'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePorts } from '#deploy/free-ports.ts'
import type { Import } from '#shared/import.ts'
import { databaseSettings, directorySettings } from '../support/process-settings.ts'
import { createTestBroker } from '../worker/broker-support.ts'
import { until } from '../worker/support.ts'
import { createImportSite, type ImportSite } from './import-site.ts'

const megabyte = 2 ** 20
const uploadMegabytes = 300
/** What garbage that has not been collected yet may add to a process that buffers nothing. */
const allowedMegabytes = 100

let site: ImportSite
let broker: ReturnType<typeof createTestBroker>
let port = 0
let child: ReturnType<typeof spawn>
let output = ''

beforeAll(async () => {
  site = await createImportSite()
  broker = createTestBroker()
  ;[port = 0] = await freePorts(1)
  const { settings } = broker
  child = spawn(process.execPath, [join(import.meta.dirname, '../../server/main.ts')], {
    cwd: site.place.root,
    env: {
      PATH: process.env.PATH,
      ...databaseSettings(site.settings),
      RABBITMQ_HOSTNAME: settings.hostname,
      RABBITMQ_PORT: String(settings.port),
      RABBITMQ_USER: settings.username,
      RABBITMQ_PASSWORD: settings.password,
      RABBITMQ_VHOST: settings.vhost,
      RABBITMQ_QUEUE_PREFIX: settings.queuePrefix,
      ...directorySettings(site.place),
      SECRET_KEY: randomBytes(32).toString('hex'),
      PORT: String(port),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout?.setEncoding('utf8').on('data', (part: string) => (output += part))
  await until(() => output.includes('"msg":"started"'))
})
afterAll(async () => {
  await end()
  await broker.close()
  await site.drop()
})

async function end() {
  child.kill('SIGTERM')
  if (child.exitCode === null) await once(child, 'exit')
}

function residentMegabytes(): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}

async function upload(head: RequestOptions, body: AsyncIterable<Buffer>) {
  const sending = request({ ...head, host: '127.0.0.1', port })
  const answer = once(sending, 'response') as Promise<[IncomingMessage]>
  await pipeline(Readable.from(body), sending)
  const [response] = await answer
  const answered = JSON.parse(await text(response)) as { import: Import }
  return { status: response.statusCode, made: answered.import }
}

function* megabytes(count: number, hash: { update: (bytes: Buffer) => unknown }) {
  const block = randomBytes(megabyte)
  for (let index = 0; index < count; index += 1) {
    block.writeUInt32LE(index)
    const copy = Buffer.from(block)
    hash.update(copy)
    yield copy
  }
}

/** The most that the process grows while the body goes out. */
function watched(blocks: Iterable<Buffer>) {
  const watch = { most: 0 }
  async function* body() {
    for (const block of blocks) {
      yield block
      watch.most = Math.max(watch.most, residentMegabytes())
      // Lets the answer's side have its turn.
      await new Promise(setImmediate)
    }
  }
  return { watch, body: body() }
}

const deliver = (body: AsyncIterable<Buffer>) =>
  upload(
    {
      method: 'PUT',
      path: '/api/course_imports/ABC10',
      headers: { Authorization: `Token ${site.server.token}` },
    },
    body,
  )

async function* form(file: AsyncIterable<Buffer>) {
  yield Buffer.from(
    `--b\r\nContent-Disposition: form-data; name="courseId"\r\n\r\n${site.courseId}\r\n` +
      '--b\r\nContent-Disposition: form-data; name="file"; filename="big.zip"\r\nContent-Type: application/zip\r\n\r\n',
  )
  yield* file
  yield Buffer.from('\r\n--b--\r\n')
}

const submit = (body: AsyncIterable<Buffer>) =>
  upload(
    {
      method: 'POST',
      path: '/api/admin/imports',
      headers: {
        Cookie: site.administrator.cookie,
        'Sec-Fetch-Site': 'same-origin',
        'Content-Type': 'multipart/form-data; boundary=b',
      },
    },
    form(body),
  )

it.each([
  ['delivery', deliver, 202],
  ['form', submit, 201],
] as const)('takes a large %s without growing', async (_, send, status) => {
  const first = watched(megabytes(20, createHash('sha256')))
  expect((await send(first.body)).status).toBe(status)
  const before = residentMegabytes()
  const hash = createHash('sha256')
  const { watch, body } = watched(megabytes(uploadMegabytes, hash))
  const answer = await send(body)
  expect(answer.status).toBe(status)
  expect(answer.made).toMatchObject({
    sizeBytes: uploadMegabytes * megabyte,
    sha256: hash.digest('hex'),
  })
  expect(watch.most - before).toBeLessThan(allowedMegabytes)
})

it('leaves nothing behind when it is told to end during an upload, and ends', async () => {
  const { processing } = site.place.directories
  const unfinished = async () => (await readdir(processing)).filter((name) => name.endsWith('part'))
  async function* endless() {
    for (;;) {
      yield Buffer.alloc(65_536)
      if ((await unfinished()).length > 0) child.kill('SIGTERM')
      await new Promise(setImmediate)
    }
  }
  await deliver(endless()).catch(() => {})
  await end()
  expect(child.exitCode).toBe(0)
  expect(await unfinished()).toEqual([])
})
