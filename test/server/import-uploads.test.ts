import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Problem } from '#shared/problem.ts'
import { until } from '../worker/support.ts'
import { importOf } from './delivering.ts'
import { createImportSite, type ImportSite } from './import-site.ts'
import { listening } from './support/listening.ts'

let site: ImportSite
let server: Awaited<ReturnType<typeof listening>>

beforeAll(async () => {
  site = await createImportSite()
  server = await listening(site)
})
afterAll(async () => {
  await server.close()
  await site.drop()
})
afterEach(() => site.pool.query('DELETE FROM imports'))

type Part = [disposition: string, content: string | Buffer]

const formOf = (parts: Part[]) =>
  Buffer.concat([
    ...parts.flatMap(([disposition, content]) => [
      Buffer.from(`--b\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ]),
    Buffer.from('--b--\r\n'),
  ])
const course = (id: number | string = site.courseId): Part => ['name="courseId"', String(id)]
const file = (content: string | Buffer, name = '1_ABC10_1.zip'): Part => [
  `name="file"; filename="${name}"`,
  content,
]

const post = (body: Buffer | Readable, headers: Record<string, string> = {}) =>
  server.send('/api/admin/imports', {
    method: 'POST',
    headers: {
      Cookie: site.administrator.cookie,
      'Sec-Fetch-Site': 'same-origin',
      'Content-Type': 'multipart/form-data; boundary=b',
      ...headers,
    },
    body,
  })

const leavesNothing = async () => {
  expect(await site.rows('SELECT id FROM imports')).toEqual([])
  expect((await site.processing()).filter((name) => name.endsWith('.part'))).toEqual([])
}

describe('an export that an administrator uploads', () => {
  it('becomes an import of the chosen course', async () => {
    const zip = randomBytes(200_000)
    const answer = await post(formOf([course(), file(zip)]))
    expect(answer.status).toBe(201)
    const made = importOf(answer)
    expect(made).toMatchObject({
      courseId: site.courseId,
      fileName: '1_ABC10_1.zip',
      sizeBytes: zip.length,
      broughtBy: 'upload by Ada',
      state: 'queued',
    })
    const { processing } = site.place.directories
    expect(await readFile(join(processing, `${made.id}.zip`))).toEqual(zip)
    expect(site.published).toEqual([{ job: 'import-course', importId: made.id }])
    const [row] = await site.rows("SELECT * FROM audit_log WHERE action = 'import.uploaded'")
    expect(row).toMatchObject({ actor_id: site.administrator.id, course_id: site.courseId })
  })

  it('comes from a browser’s form, whichever field is first', async () => {
    for (const isFirst of [true, false]) {
      const form = new FormData()
      if (isFirst) form.append('courseId', String(site.courseId))
      form.append('file', new File([`bytes ${isFirst}`], 'Übung 1.zip'))
      if (!isFirst) form.append('courseId', String(site.courseId))
      const answer = await site.ask('/api/admin/imports', {
        from: site.administrator,
        method: 'POST',
        headers: { 'Transfer-Encoding': 'chunked' },
        body: form,
      })
      expect(importOf({ status: answer.status, body: await answer.text() }).fileName).toBe(
        'Übung 1.zip',
      )
    }
  })

  it.each([
    ['a path', 'C:\\exports\\1_ABC10.zip', '1_ABC10.zip'],
    ['a path upwards', '../../etc/passwd', 'passwd'],
    ['a directory', '..', 'upload.zip'],
    ['nothing', '', 'upload.zip'],
    ['signs that turn or break lines', 'a\tb\u202e.zip', 'a b.zip'],
    ['300 letters', `${'x'.repeat(300)}.zip`, `${'x'.repeat(254)}…`],
  ])('that is called %s gets a plain name', async (_, given, kept) => {
    expect(importOf(await post(formOf([course(), file('x', given)]))).fileName).toBe(kept)
  })

  it('is the one that waits, when the same bytes come twice, also at once', async () => {
    const form = formOf([course(), file(randomBytes(100_000))])
    const answers = await Promise.all([post(form), post(form), post(form)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201])
    expect(new Set(answers.map((answer) => importOf(answer).id)).size).toBe(1)
  })

  it('is imported again when the same bytes have succeeded before', async () => {
    const form = formOf([course(), file('some bytes')])
    const first = importOf(await post(form))
    await site.pool.query("UPDATE imports SET state = 'succeeded'")
    const again = await post(form)
    expect(again.status).toBe(201)
    expect(importOf(again).id).not.toBe(first.id)
  })

  it('may come in chunks that end anywhere', async () => {
    const zip = randomBytes(5000)
    const whole = formOf([course(), file(zip)])
    const pieces = Array.from({ length: whole.length }, (_, at) => whole.subarray(at, at + 1))
    const made = importOf(await post(Readable.from(pieces)))
    const { processing } = site.place.directories
    expect(await readFile(join(processing, `${made.id}.zip`))).toEqual(zip)
  })
})

describe('a form that cannot be taken', () => {
  it.each<[string, number, string, () => Part[]]>([
    ['without a course', 400, 'courseId', () => [file('x')]],
    ['without a file', 400, 'file', () => [course()]],
    ['with nothing', 400, 'courseId', () => []],
    ['of a course that is not there', 400, 'courseId', () => [course(999_999), file('x')]],
    ['of no course', 400, 'courseId', () => [course('x'), file('x')]],
    ['of the course -1', 400, 'courseId', () => [course(-1), file('x')]],
    ['of two courses', 400, 'courseId', () => [course(), course(), file('x')]],
    [
      'of a course after a file, which is not there',
      400,
      'courseId',
      () => [file('x'), course(9e8)],
    ],
    ['with two files', 400, 'file', () => [course(), file('x'), file('y')]],
    ['with a file that is text', 400, 'file', () => [course(), ['name="file"', 'x']]],
    ['with a strange field', 400, 'state', () => [course(), file('x'), ['name="state"', 'x']]],
    ['with a strange file', 400, 'more', () => [['name="more"; filename="m"', 'x'], course()]],
    ['with a huge field', 400, 'courseId', () => [course('1'.repeat(60_000)), file('x')]],
  ])('%s is refused by the name of the field', async (_, status, field, parts) => {
    const answer = await post(formOf(parts()))
    const problem = JSON.parse(answer.body) as Problem
    expect([answer.status, problem.errors?.map(({ path }) => path)]).toEqual([status, [field]])
    await leavesNothing()
  })

  it.each<[string, number, () => Buffer, Record<string, string>]>([
    ['with an empty file', 400, () => formOf([course(), file('')]), {}],
    ['cut short', 400, () => formOf([course(), file('x'.repeat(1000))]).subarray(0, 500), {}],
    ['cut in a header', 400, () => formOf([course(), file('x')]).subarray(0, 30), {}],
    ['without a boundary', 400, () => formOf([]), { 'Content-Type': 'multipart/form-data;' }],
    ['that is none', 400, () => Buffer.from('PK\x03\x04'), {}],
    ['that is JSON', 415, () => Buffer.from('{}'), { 'Content-Type': 'application/json' }],
    ['that is a zip', 415, () => Buffer.from('PK'), { 'Content-Type': 'application/zip' }],
    [
      'without names',
      400,
      () =>
        formOf([
          ['x', 'y'],
          ['filename="x"', 'y'],
        ]),
      {},
    ],
    ['with too large a file', 413, () => formOf([course(), file(Buffer.alloc(1_000_001))]), {}],
    ['with much around', 413, () => Buffer.concat([Buffer.alloc(1_070_000), formOf([])]), {}],
    ['without end of headers', 400, () => Buffer.from(`--b\r\n${'X: y\r\n'.repeat(9000)}`), {}],
  ])('%s is refused', async (_, status, body, headers) => {
    expect((await post(body(), headers)).status).toBe(status)
    expect((await post(Readable.from([body()]), headers)).status).toBe(status)
    await leavesNothing()
  })

  it('is not read of who is no administrator, or comes from elsewhere', async () => {
    const owner = await site.addPerson('owner@example.edu')
    const form = formOf([course(), file(randomBytes(500_000))])
    expect((await post(form, { Cookie: owner.cookie })).status).toBe(403)
    expect((await post(form, { Cookie: '' })).status).toBe(401)
    expect((await post(form, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403)
    await leavesNothing()
  })

  it('breaks off, and leaves nothing behind', async () => {
    const whole = formOf([course(), file(randomBytes(200_000))])
    const socket = connect(server.port, '127.0.0.1')
    socket.write(
      `POST /api/admin/imports HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nCookie: ${site.administrator.cookie}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: ${whole.length}\r\n\r\n`,
    )
    socket.write(whole.subarray(0, 150_000))
    const unfinished = async () => (await site.processing()).some((name) => name.endsWith('.part'))
    await until(unfinished)
    socket.destroy()
    await until(async () => !(await unfinished()))
    await leavesNothing()
  })
})
