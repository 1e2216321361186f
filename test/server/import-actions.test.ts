import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Import, Receipt } from '#shared/import.ts'
import type { Problem } from '#shared/problem.ts'
import { insertQueued } from '../worker/support.ts'
import { createImportSite, type ImportSite } from './import-site.ts'
import { jsonOf } from './support/site.ts'

let site: ImportSite
beforeAll(async () => {
  site = await createImportSite()
})
afterAll(() => site.drop())
afterEach(async () => {
  await site.pool.query('DELETE FROM imports')
  await site.pool.query('DELETE FROM audit_log')
  site.published.length = 0
})

const post = (path: string) =>
  site.ask(`/api/admin/imports/${path}`, { from: site.administrator, method: 'POST' })
const importOf = async (path: string) => (await jsonOf<{ import: Import }>(post(path))).import

const zipOf = (id: number) => join(site.place.directories.processing, `${id}.zip`)
const keptOf = (id: number) => join(site.place.directories.errorLogs, String(id))
const exists = (path: string) => readFile(path).then(Boolean, () => false)

/** An import in this state, with its zip where a worker leaves it. */
async function insert(state: string, changes: Record<string, unknown> = {}) {
  const id = await insertQueued(site.pool, site.courseId, { state, ...changes })
  if (state === 'queued') await writeFile(zipOf(id), 'zip')
  if (state === 'failed') await keep(id, `${id}.zip`, 'zip')
  return id
}

async function keep(id: number, name: string, content: string) {
  await mkdir(keptOf(id), { recursive: true })
  await writeFile(join(keptOf(id), name), content)
}

const failed = {
  attempt: 3,
  failure_code: 'gave_up',
  failure_text: 'It crashed.',
  published_at: new Date(),
  started_at: new Date(),
  finished_at: new Date(),
}

const traces = async () =>
  (await site.rows('SELECT action, actor_id, course_id, detail FROM audit_log')).map((row) => ({
    ...row,
    detail: JSON.parse(row.detail as string) as unknown,
  }))

describe('a failed import that is tried again', () => {
  it('waits as on its first day, and a worker is told', async () => {
    const id = await insert('failed', failed)
    await keep(id, 'errors.txt', 'why')
    await keep(id, 'rejects.csv', 'rows')
    expect(await importOf(`${id}/retry`)).toMatchObject({
      id,
      state: 'queued',
      attempt: 0,
      startedAt: null,
      finishedAt: null,
      failure: null,
    })
    // The worker brings the zip back when it begins.
    expect(await readdir(keptOf(id))).toEqual([`${id}.zip`])
    expect(site.published).toEqual([{ job: 'import-course', importId: id }])
    expect(await traces()).toEqual([
      {
        action: 'import.retried',
        actor_id: site.administrator.id,
        course_id: site.courseId,
        detail: { import: id },
      },
    ])
  })

  it('need not be put away yet', async () => {
    const id = await insert('queued', failed)
    await site.pool.query("UPDATE imports SET state = 'failed' WHERE id = ?", [id])
    expect((await importOf(`${id}/retry`)).state).toBe('queued')
  })

  it('waits behind the one of its course that runs', async () => {
    await insert('running')
    const id = await insert('failed', failed)
    expect((await importOf(`${id}/retry`)).state).toBe('queued')
    expect(site.published).toEqual([])
  })

  it('needs its zip', async () => {
    const id = await insertQueued(site.pool, site.courseId, { state: 'failed', ...failed })
    const answer = await post(`${id}/retry`)
    expect(answer.status).toBe(409)
    expect(((await answer.json()) as Problem).detail).toContain('upload the export again')
    expect(await site.rows('SELECT state FROM imports')).toMatchObject([{ state: 'failed' }])
    expect(await traces()).toEqual([])
  })

  it('is refused where importing is switched off', async () => {
    const off = await createImportSite({ imports: { enabled: false } })
    const id = await insertQueued(off.pool, off.courseId, { state: 'failed', ...failed })
    const path = `/api/admin/imports/${id}/retry`
    const answer = await off.ask(path, { from: off.administrator, method: 'POST' })
    expect(answer.status).toBe(503)
    await off.drop()
  })
})

describe('a waiting import that is cancelled', () => {
  it('keeps its zip, and lets the next of its course go on', async () => {
    const id = await insert('queued', { published_at: new Date() })
    const next = await insert('queued')
    const cancelled = await importOf(`${id}/cancel`)
    expect(cancelled).toMatchObject({ id, state: 'cancelled', failure: null })
    expect(cancelled.finishedAt).not.toBeNull()
    expect(await readFile(join(keptOf(id), `${id}.zip`), 'utf8')).toBe('zip')
    expect(await exists(zipOf(id))).toBe(false)
    expect(site.published).toEqual([{ job: 'import-course', importId: next }])
    expect(await traces()).toMatchObject([{ action: 'import.cancelled', detail: { import: id } }])
  })

  it('need have no zip yet', async () => {
    const id = await insertQueued(site.pool, site.courseId)
    expect((await importOf(`${id}/cancel`)).state).toBe('cancelled')
    expect(await exists(keptOf(id))).toBe(false)
  })

  it('may have been waiting to be tried again', async () => {
    const id = await insert('failed', failed)
    await post(`${id}/retry`)
    expect((await importOf(`${id}/cancel`)).state).toBe('cancelled')
    expect(await readdir(keptOf(id))).toEqual([`${id}.zip`])
  })

  it('is cancelled once, whoever asks at the same time', async () => {
    const id = await insert('queued')
    const answers = await Promise.all([1, 2, 3].map(() => post(`${id}/cancel`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    expect(await traces()).toHaveLength(1)
  })
})

describe('a change that does not fit the state', () => {
  it.each([
    ['queued', 'retry', 'waits already'],
    ['running', 'retry', 'wait until it has ended'],
    ['succeeded', 'retry', 'has succeeded'],
    ['cancelled', 'retry', 'upload the export again'],
    ['undone', 'retry', 'upload the export again'],
    ['running', 'cancel', 'wait until it has ended'],
    ['succeeded', 'cancel', 'undo it'],
    ['failed', 'cancel', 'nothing of the course has changed'],
    ['cancelled', 'cancel', 'cancelled already'],
    ['undone', 'cancel', 'undone already'],
  ])('%s, %s, is refused with what to do', async (state, action, words) => {
    const id = await insert(state)
    const answer = await post(`${id}/${action}`)
    expect(answer.status).toBe(409)
    expect(((await answer.json()) as Problem).detail).toContain(words)
    expect(await site.rows('SELECT state FROM imports')).toMatchObject([{ state }])
    expect([await traces(), site.published]).toEqual([[], []])
  })

  it('of an import that is not there is a 404', async () => {
    for (const path of ['999/retry', '999/cancel', 'x/retry', '0/cancel']) {
      expect((await post(path)).status, path).toBe(404)
    }
  })
})

describe('the rows that an import left out', () => {
  const none = { read: 0, stored: 0, alreadyKnown: 0, skipped: {} }
  const receipt = (skipped: Receipt['files']['activity.txt']['skipped']) =>
    JSON.stringify({
      files: {
        'all_user.txt': none,
        'all_resources.txt': none,
        'forums.txt': none,
        'assessments.txt': none,
        'activity.txt': { ...none, skipped },
      },
    } satisfies Pick<Receipt, 'files'>)
  const ask = (id: number | string, method = 'GET') =>
    site.ask(`/api/admin/imports/${id}/rejects.csv`, { from: site.administrator, method })

  it('come as a file that nobody keeps', async () => {
    const id = await insert('succeeded', { receipt: receipt({ bad_timestamp: 1 }) })
    const rows = 'file,line,reason,text\r\nactivity.txt,2,bad_timestamp,"1|2|ä"\r\n'
    await keep(id, 'rejects.csv', rows)
    const answer = await ask(id)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('Content-Disposition')).toContain(`"import ${id} rejects.csv"`)
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
    expect(answer.headers.get('Content-Length')).toBe(String(Buffer.byteLength(rows)))
    expect(await answer.text()).toBe(rows)
    expect(await traces()).toMatchObject([{ action: 'import.rejects_exported' }])

    const head = await ask(id, 'HEAD')
    expect([head.status, head.headers.get('Content-Length')]).toEqual([
      200,
      String(Buffer.byteLength(rows)),
    ])
  })

  it('are there of one that failed, too', async () => {
    const id = await insert('failed', failed)
    await keep(id, 'rejects.csv', 'file,line,reason,text\r\n')
    expect((await ask(id)).status).toBe(200)
  })

  it('are not those of an earlier try', async () => {
    const id = await insert('succeeded', { receipt: receipt({}) })
    await keep(id, 'rejects.csv', 'of the earlier try')
    expect((await ask(id)).status).toBe(404)
  })

  it('are never another file', async () => {
    const id = await insert('failed', failed)
    await writeFile(join(site.place.root, 'secret'), 'secret')
    await symlink(join(site.place.root, 'secret'), join(keptOf(id), 'rejects.csv'))
    for (const which of [id, 999, '..', '%2e%2e%2fx', '1%2f..%2f2']) {
      expect((await ask(which)).status, String(which)).toBe(404)
    }
    expect(await traces()).toEqual([])
  })
})

it('lists imports by part of file name or course code', async () => {
  const first = await insert('succeeded', { file_name: '1_ABC10_May.zip' })
  await insert('failed', { file_name: 'other.zip' })
  const list = async (query: string) => {
    const path = `/api/admin/imports?${query}`
    const { imports } = await jsonOf<{ imports: Import[] }>(
      site.ask(path, { from: site.administrator }),
    )
    return imports.map(({ id }) => id)
  }
  expect(await list('q=may')).toEqual([first])
  expect(await list('q=abc1')).toHaveLength(2)
  expect(await list('q=%25')).toEqual([])
  expect(await list('q=abc1&state=failed&limit=1')).toHaveLength(1)
})
