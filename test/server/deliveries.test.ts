import { createHash, randomBytes } from 'node:crypto'
import { stat, readFile, utimes, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { importAnswerSchema, type Import } from '#shared/import.ts'
import { until } from '../worker/support.ts'
import { addEmptyCourse } from './support/course.ts'
import { createImportSite, type ImportSite } from './support/import-site.ts'
import { listening } from './support/listening.ts'

let site: ImportSite
let server: Awaited<ReturnType<typeof listening>>
let otherToken: string

beforeAll(async () => {
  site = await createImportSite()
  server = await listening(site)
  const other = await site.addServer('South')
  otherToken = other.token
  await addEmptyCourse(site.pool, { code: 'SOUTH', lmsServerId: other.id })
  await addEmptyCourse(site.pool, { code: 'NOWHERE' })
})
afterAll(async () => {
  await server.close()
  await site.drop()
})
afterEach(async () => {
  await site.pool.query('DELETE FROM imports')
  site.published.length = 0
})

interface Delivery {
  code?: string
  token?: string
  headers?: Record<string, string>
}
const put = (
  body: string | Buffer | Readable,
  { code = 'ABC10', token = site.server.token, headers = {} }: Delivery = {},
) =>
  server.send(`/api/course_imports/${code}`, {
    method: 'PUT',
    headers: { Authorization: `Token ${token}`, ...headers },
    body,
  })

function importOf({ status, body }: { status: number | undefined; body: string }): Import {
  expect([200, 202]).toContain(status)
  const answer = JSON.parse(body) as { import: Import }
  expect(importAnswerSchema.parse(answer)).toEqual(answer)
  return answer.import
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const bytes = () => randomBytes(200_000)
const countImports = async () => (await site.rows('SELECT id FROM imports')).length

describe('an export that is delivered', () => {
  it('becomes an import that waits, and a worker is told', async () => {
    const zip = bytes()
    const answer = await put(zip)
    expect(answer.status).toBe(202)
    const made = importOf(answer)
    expect(made).toMatchObject({
      courseId: site.courseId,
      courseCode: 'ABC10',
      fileName: `${site.server.id}_ABC10.zip`,
      sizeBytes: zip.length,
      sha256: sha256(zip),
      broughtBy: 'LMS server North',
      state: 'queued',
    })
    const path = join(site.place.directories.processing, `${made.id}.zip`)
    expect(await readFile(path)).toEqual(zip)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(site.published).toEqual([{ job: 'import-course', importId: made.id }])
    const [row] = await site.rows('SELECT claimed_at, published_at, source_path FROM imports')
    expect(row).toMatchObject({ source_path: null })
    expect(row?.claimed_at).not.toBeNull()
    expect(row?.published_at).not.toBeNull()
  })

  it('may come in chunks of which nobody says how many', async () => {
    const parts = [randomBytes(70_000), randomBytes(1), randomBytes(100_000)]
    const made = importOf(await put(Readable.from(parts)))
    expect(made.sha256).toBe(sha256(Buffer.concat(parts)))
  })

  it('is written down', async () => {
    await site.pool.query('DELETE FROM audit_log')
    const { id } = importOf(await put(bytes()))
    const [row] = await site.rows('SELECT action, actor_id, course_id, detail FROM audit_log')
    expect({ ...row, detail: JSON.parse(row?.detail as string) as unknown }).toEqual({
      action: 'import.delivered',
      actor_id: null,
      course_id: site.courseId,
      detail: { lmsServer: site.server.id, import: id, isNew: true },
    })
  })

  it('can be asked for by its server, under its course', async () => {
    const { id } = importOf(await put(bytes()))
    const ask = (path: string, token: string) =>
      server.send(`/api/course_imports/${path}`, { headers: { Authorization: `Token ${token}` } })
    expect(importOf(await ask(`ABC10/${id}`, site.server.token)).id).toBe(id)
    await addEmptyCourse(site.pool, { code: 'MINE TOO', lmsServerId: site.server.id })
    for (const path of [`MINE%20TOO/${id}`, `ABC10/${id + 1}`, 'ABC10/x', `SOUTH/${id}`]) {
      expect((await ask(path, site.server.token)).status, path).toBe(404)
    }
    expect((await ask(`ABC10/${id}`, otherToken)).status).toBe(404)
  })

  it('waits also while the broker is away', async () => {
    const away = await createImportSite({ publish: () => Promise.reject(new Error('away')) })
    const its = await listening(away)
    const answer = await its.send('/api/course_imports/ABC10', {
      method: 'PUT',
      headers: { Authorization: `Bearer ${away.server.token}` },
      body: bytes(),
    })
    expect(answer.status).toBe(202)
    const [row] = await away.rows('SELECT state, claimed_at, published_at FROM imports')
    expect(row).toMatchObject({ state: 'queued', published_at: null })
    expect(row?.claimed_at).not.toBeNull()
    await its.close()
    await away.drop()
  })

  it('leaves a zip of a former life under its number alone', async () => {
    const { id } = importOf(await put(bytes()))
    const { processing } = site.place.directories
    await writeFile(join(processing, `${id + 1}.zip`), 'of a former life')
    const zip = bytes()
    expect(importOf(await put(zip)).id).toBe(id + 1)
    expect(await readFile(join(processing, `${id + 1}.zip`))).toEqual(zip)
    const aside = (await site.processing()).find((name) => name.includes('.stray-')) ?? ''
    expect(await readFile(join(processing, aside), 'utf8')).toBe('of a former life')
  })
})

describe('the same bytes', () => {
  it.each(['queued', 'running', 'succeeded'])(
    'are the import of them that has %s',
    async (state) => {
      const zip = bytes()
      const first = importOf(await put(zip))
      await site.pool.query('UPDATE imports SET state = ? WHERE id = ?', [state, first.id])
      const again = await put(zip)
      expect(again.status).toBe(200)
      expect(importOf(again)).toMatchObject({ id: first.id, state })
      expect(await countImports()).toBe(1)
      expect(await site.processing()).not.toContainEqual(expect.stringMatching(/part$/))
    },
  )

  it.each(['failed', 'cancelled', 'undone'])('are a new import where it has %s', async (state) => {
    const zip = bytes()
    const first = importOf(await put(zip))
    await site.pool.query('UPDATE imports SET state = ? WHERE id = ?', [state, first.id])
    const again = await put(zip)
    expect(again.status).toBe(202)
    expect(importOf(again).id).not.toBe(first.id)
  })

  it('are a new import for another course, and where the first has never been claimed', async () => {
    const zip = bytes()
    const first = importOf(await put(zip))
    await addEmptyCourse(site.pool, { code: 'SECOND', lmsServerId: site.server.id })
    expect((await put(zip, { code: 'SECOND' })).status).toBe(202)
    await site.pool.query('UPDATE imports SET claimed_at = NULL WHERE id = ?', [first.id])
    expect((await put(zip)).status).toBe(202)
  })

  it('that come at once are one import', async () => {
    const zip = bytes()
    const answers = await Promise.all(Array.from({ length: 8 }, () => put(zip)))
    expect(new Set(answers.map((answer) => importOf(answer).id)).size).toBe(1)
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(7).fill(200), 202])
    expect(await countImports()).toBe(1)
    expect(site.published).toHaveLength(1)
  })
})

describe('what cannot be taken', () => {
  const leavesNothing = async () => {
    expect(await countImports()).toBe(0)
    expect((await site.processing()).filter((name) => name.endsWith('.part'))).toEqual([])
  }

  it.each(['NONE', 'SOUTH', 'NOWHERE', 'abc10', 'ABC1', '%2e%2e', 'ABC10%2f1', '%00'])(
    'the code %s is not known to this server',
    async (code) => {
      expect((await put(bytes(), { code })).status).toBe(404)
      await leavesNothing()
    },
  )

  it('comes with no token, or with a wrong one, and is not read', async () => {
    for (const token of ['', 'x', `${site.server.token}0`, otherToken.slice(1)]) {
      const answer = await put(bytes(), { token })
      expect(answer.status).toBe(401)
      expect(answer.headers['www-authenticate']).toBe('Token')
    }
    await leavesNothing()
  })

  it('is larger than the limit, whether it says so or not', async () => {
    const mostBytes = 1_000_000
    expect((await put(Buffer.alloc(mostBytes, 1))).status).toBe(202)
    await site.pool.query('DELETE FROM imports')
    expect((await put(Buffer.alloc(mostBytes + 1))).status).toBe(413)
    expect((await put(Readable.from([Buffer.alloc(mostBytes), Buffer.alloc(1)]))).status).toBe(413)
    await leavesNothing()
  })

  it('has no body, or none that is the zip itself', async () => {
    const about = { Authorization: `Token ${site.server.token}` }
    const noBody = await server.write(
      `PUT /api/course_imports/ABC10 HTTP/1.1\r\nHost: x\r\nAuthorization: ${about.Authorization}\r\nConnection: close\r\n\r\n`,
    )
    expect(noBody).toMatch(/^HTTP\/1\.1 411 /)
    const refusals: [number, string | Buffer, Record<string, string>][] = [
      [400, '', { 'Content-Length': '0' }],
      [400, Readable.from([]) as never, {}],
      [415, bytes(), { 'Content-Type': 'multipart/form-data; boundary=x' }],
      [415, bytes(), { 'Content-Encoding': 'gzip' }],
      [400, bytes(), { 'Content-Range': 'bytes 0-199999/400000' }],
    ]
    for (const [status, body, headers] of refusals) {
      const answer = await put(body, { headers })
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

/** Begins a delivery of which `sent` is there, and waits until the site has written some of it. */
async function beginDelivery(head: string, sent: Buffer) {
  const socket = connect(server.port, '127.0.0.1')
  socket.write(
    `PUT /api/course_imports/ABC10 HTTP/1.1\r\nHost: x\r\nAuthorization: Token ${site.server.token}\r\n${head}\r\n\r\n`,
  )
  socket.write(sent)
  await until(async () => (await site.processing()).some((name) => name.endsWith('.part')))
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
    await until(async () => !(await site.processing()).some((name) => name.endsWith('.part')))
    expect(await countImports()).toBe(0)
    expect((await put(bytes())).status).toBe(202)
  })

  it('ends tidily when it ends too early and still listens', async () => {
    const socket = await beginDelivery('Content-Length: 500000', Buffer.alloc(100_000))
    socket.end()
    expect(await text(socket)).not.toMatch(/ 20\d /)
    await until(async () => !(await site.processing()).some((name) => name.endsWith('.part')))
    expect(await countImports()).toBe(0)
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
  const { processing } = site.place.directories
  const long = new Date(Date.now() - 2 * 3600 * 1000)
  const names = ['.upload-0123456789abcdef.part', '.upload-fedcba9876543210.part', '.other.part']
  for (const name of names) await writeFile(join(processing, name), 'x')
  for (const name of [names[0], names[2]]) await utimes(join(processing, name ?? ''), long, long)
  await put(bytes())
  const left = (await site.processing()).filter((name) => name.endsWith('.part'))
  expect(left).toEqual(['.other.part', '.upload-fedcba9876543210.part'])
})

describe('who asks before sending', () => {
  const ask = async (code: string, length: number, path = `/api/course_imports/${code}`) => {
    const socket = connect(server.port, '127.0.0.1')
    socket.write(
      `PUT ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Token ${site.server.token}\r\nContent-Length: ${length}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`,
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
