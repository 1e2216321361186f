import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { importProgressSchema } from '#shared/import.ts'
import { insertQueued, until } from '../worker/support.ts'
import { createImportSite, type ImportSite } from './import-site.ts'
import { listening } from './support/listening.ts'
import type { Caller } from './support/site.ts'

let site: ImportSite
let server: Awaited<ReturnType<typeof listening>>
const stopping = new AbortController()
beforeAll(async () => {
  site = await createImportSite({ stopping: stopping.signal })
  server = await listening(site)
})
afterAll(() => site.drop())
const opened: { close: () => Promise<void> }[] = []
afterEach(async () => {
  for (const stream of opened.splice(0)) await stream.close()
  await site.pool.query('DELETE FROM imports')
})

/** Listens as a browser does, on a connection of its own. */
async function listen(from: Caller = site.administrator) {
  const abort = new AbortController()
  const answer = await fetch(`http://127.0.0.1:${server.port}/api/admin/imports/stream`, {
    headers: { Cookie: from.cookie },
    signal: abort.signal,
  })
  let heard = ''
  let isOpen = true
  const reading = (async () => {
    for await (const part of answer.body ?? []) heard += Buffer.from(part).toString()
  })().then(
    () => (isOpen = false),
    () => (isOpen = false),
  )
  const stream = {
    answer,
    isOpen: () => isOpen,
    text: () => heard,
    events: () =>
      [...heard.matchAll(/^event: progress\ndata: (.*)\n\n/gm)].map(([, data]) =>
        importProgressSchema.parse(JSON.parse(data ?? '')),
      ),
    close: async () => {
      abort.abort()
      await reading
    },
  }
  opened.push(stream)
  return stream
}

const set = (id: number, changes: Record<string, unknown>) =>
  site.pool.query('UPDATE imports SET ? WHERE id = ?', [changes, id])
const running = { state: 'running', phase: 'visits', progress_rows: 5, progress_of: 10 }

describe('who listens to imports', () => {
  it('hears at once which run and wait, then how they get on, and how they end', async () => {
    const id = await insertQueued(site.pool, site.courseId, running)
    const waiting = await insertQueued(site.pool, site.courseId)
    const stream = await listen()
    expect(stream.answer.headers.get('Content-Type')).toBe('text/event-stream')
    expect(stream.answer.headers.get('Cache-Control')).toBe('no-store')
    expect(stream.answer.headers.get('X-Accel-Buffering')).toBe('no')
    await until(() => stream.events().length === 2)
    await set(id, { progress_rows: 9 })
    await until(() => stream.events().length === 3)
    await set(id, { state: 'succeeded', phase: null })
    await until(() => stream.events().length === 4)
    const about = { id, courseId: site.courseId, state: 'running' }
    expect(stream.events()).toEqual([
      { ...about, progress: { phase: 'visits', rows: 5, of: 10 } },
      { id: waiting, courseId: site.courseId, state: 'queued', progress: null },
      { ...about, progress: { phase: 'visits', rows: 9, of: 10 } },
      { ...about, state: 'succeeded', progress: null },
    ])
  })

  it('hears of an import that comes and ends between two looks', async () => {
    const stream = await listen()
    await until(() => stream.text() !== '')
    await insertQueued(site.pool, site.courseId, running)
    await until(() => stream.events().length === 1)
    await insertQueued(site.pool, site.courseId, { state: 'failed' })
    await until(() => stream.events().some(({ state }) => state === 'failed'))
  })

  it('shares the looks with all others', async () => {
    const streams = await Promise.all([listen(), listen(), listen()])
    await until(() => streams.every((stream) => stream.text() !== ''))
    const looks = vi.spyOn(site.deps.sessions, 'administrators')
    const startedAt = performance.now()
    const id = await insertQueued(site.pool, site.courseId, running)
    await until(() => streams.every((stream) => stream.events().length === 1))
    const seen = looks.mock.calls.length
    expect(looks.mock.calls.map(([sessions]) => sessions.length)).toEqual(
      Array<number>(seen).fill(3),
    )
    // One a second for all of them, however long it took.
    expect(seen).toBeLessThanOrEqual(2 + (performance.now() - startedAt) / 900)
    looks.mockRestore()
    expect(streams.map((stream) => stream.events()[0]?.id)).toEqual([id, id, id])
  })

  it('costs nothing any more when nobody is left', async () => {
    const stream = await listen()
    await until(() => stream.text() !== '')
    await stream.close()
    const looks = vi.spyOn(site.deps.sessions, 'administrators')
    const next = await listen()
    await until(() => next.text() !== '')
    await until(() => looks.mock.calls.length > 0)
    // The first listener is not asked for any more.
    expect(looks.mock.calls.map(([sessions]) => sessions.length)).toEqual([1])
    looks.mockRestore()
  })

  it('hears on after the database was away', async () => {
    const stream = await listen()
    await until(() => stream.text() !== '')
    const looks = vi.spyOn(site.deps.sessions, 'administrators')
    looks.mockRejectedValueOnce(new Error('away'))
    await until(() => looks.mock.calls.length > 1)
    looks.mockRestore()
    await insertQueued(site.pool, site.courseId, running)
    await until(() => stream.events().length === 1)
  })
})

describe('the stream ends', () => {
  it('when its listener signs out, and for nobody else', async () => {
    const other = await site.addPerson('other@example.edu', { isAdmin: true })
    const [leaving, staying] = [await listen(other), await listen()]
    await until(() => leaving.text() !== '')
    await site.ask('/api/logout', { from: other, method: 'POST' })
    await until(() => !leaving.isOpen())
    expect(staying.isOpen()).toBe(true)
    expect((await listen(other)).answer.status).toBe(401)
  })

  it('when its listener is no administrator any more, or deactivated', async () => {
    for (const change of [{ is_admin: false }, { deactivated_at: new Date() }]) {
      const email = `${Object.keys(change).join()}@example.edu`
      const person = await site.addPerson(email, { isAdmin: true })
      const stream = await listen(person)
      await site.pool.query('UPDATE users SET ? WHERE id = ?', [change, person.id])
      await until(() => !stream.isOpen())
    }
  })

  it('when the session is over, which listening does not prolong', async () => {
    const person = await site.addPerson('idle@example.edu', { isAdmin: true })
    const stream = await listen(person)
    const soon = new Date(Date.now() + 500)
    await site.pool.query('UPDATE sessions SET expires_at = ? WHERE user_id = ?', [soon, person.id])
    await until(() => !stream.isOpen())
  })

  it('and is closed to others than administrators', async () => {
    const owner = await site.addPerson('owner@example.edu')
    expect((await listen(owner)).answer.status).toBe(403)
  })

  it('has nothing for who asks only for its head', async () => {
    const path = '/api/admin/imports/stream'
    const answer = await site.ask(path, { from: site.administrator, method: 'HEAD' })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('')
  })

  it('when the process is about to end, so that the server can close', async () => {
    const stream = await listen()
    await until(() => stream.text() !== '')
    stopping.abort()
    await until(() => !stream.isOpen())
    await server.close()
  })
})
