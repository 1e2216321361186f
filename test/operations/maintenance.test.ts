import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { zipPath } from '#lib/files.ts'
import { checkListSchema } from '#shared/checks.ts'
import { callCloop } from '../cli/run-cloop.ts'
import { exportZip } from '../support/import-run.ts'
import { createProcesses, type Processes } from '../support/processes.ts'
import { largeExport } from '../worker/large-export.ts'
import { insertCourse, insertQueued, insertServer, rowsOf, until } from '../worker/support.ts'

const allowed = '203.0.113.7'
let site: Processes
let webs: { origin: string }[]
let serverId: number

beforeAll(async () => {
  site = await createProcesses({ TRUSTED_PROXIES: '127.0.0.1', MAINTENANCE_ALLOW: allowed })
  webs = await Promise.all([site.start('web'), site.start('web')])
  await Promise.all([site.start('worker'), site.start('beat')])
  serverId = await insertServer(site.pool, 'LMS')
})
afterAll(() => site.close())

const cloop = (...words: string[]) => callCloop(words, site.environment)
const zip = exportZip({ 'all_user.txt': ['1|ann|Ann|Lee|a@example.edu'] })

const ask = (path: string, { method = 'GET', from = '198.51.100.1', web = 0 } = {}) =>
  fetch(`${webs[web]!.origin}${path}`, { method, headers: { 'X-Forwarded-For': from } })

async function checksums() {
  const tables = await rowsOf<Record<string, string>>(site.pool, 'SHOW TABLES')
  const names = tables.flatMap((row) => Object.values(row)).join(', ')
  return rowsOf(site.pool, `CHECKSUM TABLE ${names}`)
}
const stateOf = async (fileName: string) => {
  const sql = 'SELECT state FROM imports WHERE file_name = ?'
  return (await rowsOf<{ state: string }>(site.pool, sql, [fileName]))[0]?.state
}

test('real processes pass the checks that are about them', async () => {
  const { output } = await cloop('check', '--json')
  const { checks } = checkListSchema.parse(JSON.parse(output))
  const outcomes = new Map(checks.map(({ name, outcome }) => [name, outcome]))
  for (const name of [
    'beat',
    'workers',
    'versions',
    'broker-queues',
    'queue-import',
    'queue-task',
  ]) {
    expect([name, outcomes.get(name)]).toEqual([name, 'passed'])
  }
})

describe('maintenance', () => {
  const name = () => `${serverId}_BIO_1506816000.zip`

  test('closes every web process for all but health and allowed addresses', async () => {
    expect(await cloop('maintenance', 'on', '--retry-after', '42')).toEqual({
      code: 0,
      output:
        'the site is in maintenance\nnothing is written any more (paused: 2 web, 1 worker, 1 beat)\n',
      errors: '',
    })
    for (const web of [0, 1]) {
      const page = await ask('/', { web })
      expect([page.status, page.headers.get('Retry-After')]).toEqual([503, '42'])
      expect(await page.text()).toContain('Back soon')
      expect((await ask('/maintenance.css', { web })).status).toBe(200)
      const answer = await ask('/api/login', { web, method: 'POST' })
      expect([answer.status, answer.headers.get('Content-Type')]).toEqual([
        503,
        'application/problem+json',
      ])
      expect((await ask('/healthz', { web })).status).toBe(200)
      expect((await ask('/readyz', { web })).status).toBe(200)
      expect((await ask('/api/me', { web, from: allowed })).status).toBe(401)
    }
    expect((await cloop('maintenance', 'status')).output).toMatch(/^in maintenance since 20/)
  })

  test('leaves not a row changed, whatever arrives', async () => {
    await insertCourse(site.pool, { serverId, code: 'BIO' })
    const before = await checksums()
    const broker = await site.broker.open()
    await broker.ready()
    await writeFile(join(site.drop, `${name()}.part`), zip)
    await rename(join(site.drop, `${name()}.part`), join(site.drop, name()))
    // Beat may have published something just before it paused.
    const waiting = (await broker.waiting()).task
    await broker.publish({ job: 'scan-imports' })
    for (let round = 0; round < 20; round += 1) {
      const put = { method: 'PUT', web: round % 2 }
      expect((await ask('/api/course_imports/BIO', put)).status).toBe(503)
    }
    // Nobody takes the message.
    expect((await broker.waiting()).task).toBe(waiting + 1)
    expect(await checksums()).toEqual(before)
    expect(await stateOf(name())).toBeUndefined()
  })

  test('ends at once everywhere, and what has come meanwhile is done', async () => {
    expect((await cloop('maintenance', 'off')).output).toBe('the site is open again\n')
    await until(async () => (await ask('/api/me', { web: 0 })).status === 401)
    await until(async () => (await ask('/api/me', { web: 1 })).status === 401)
    await until(async () => (await stateOf(name())) === 'succeeded')
    expect((await cloop('maintenance', 'status')).output).toBe('open\n')
    expect((await cloop('maintenance', 'off')).output).toBe('the site was not in maintenance\n')
  })
})

describe('drain', () => {
  test('waits for the import that a worker holds, and leaves the next in its queue', async () => {
    const courseId = await insertCourse(site.pool, { serverId, code: 'HELD' })
    const queue = async (fileName: string, content: Buffer) => {
      const id = await insertQueued(site.pool, courseId, { file_name: fileName })
      await writeFile(zipPath(site.directories, id), content)
      return id
    }
    const large = exportZip(largeExport())
    const broker = await site.broker.open()
    await broker.ready()
    await broker.publish({ job: 'import-course', importId: await queue('held.zip', large) })
    await until(async () => (await stateOf('held.zip')) === 'running')
    // With the course's row in our hands the import cannot end.
    const holder = await site.pool.getConnection()
    await holder.query('START TRANSACTION')
    await holder.query('SELECT id FROM course_offerings WHERE id = ? FOR UPDATE', [courseId])

    expect(await cloop('drain', '--wait', '1')).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/^cloop: still at work after 1 s: worker /),
    })
    await holder.query('ROLLBACK')
    holder.release()
    expect(await cloop('drain')).toEqual({
      code: 0,
      output: 'nothing is unacknowledged (drained: 1 worker, 1 beat)\n',
      errors: '',
    })
    expect(await stateOf('held.zip')).toBe('succeeded')

    await broker.publish({ job: 'import-course', importId: await queue('next.zip', zip) })
    const consumers = await site.broker.withChannel(async (channel) =>
      Promise.all(
        ['import', 'task'].map(
          async (name) => (await channel.checkQueue(`${site.broker.prefix}.${name}`)).consumerCount,
        ),
      ),
    )
    expect(consumers).toEqual([0, 0])
    expect((await broker.waiting()).import).toBe(1)
    expect((await ask('/api/me')).status).toBe(401)
  })

  test('is over for processes that begin afterwards, and for all when it is ended', async () => {
    const newer = await site.start('worker')
    await until(async () => (await stateOf('next.zip')) === 'succeeded')
    newer.child.kill('SIGTERM')
    expect((await cloop('drain', '--end')).output).toBe('work goes on\n')
    await until(async () => {
      const sql = "SELECT 1 FROM heartbeats WHERE paused_at IS NULL AND kind IN ('worker', 'beat')"
      return (await rowsOf(site.pool, sql)).length >= 2
    })
    expect((await cloop('drain', '--end')).output).toBe('nothing was drained\n')
  })
})

test('a wait that is no number is refused', async () => {
  expect(await cloop('drain', '--wait', 'long')).toMatchObject({ code: 2 })
  expect(await cloop('maintenance', 'on', '--retry-after', '-1')).toMatchObject({ code: 2 })
})
