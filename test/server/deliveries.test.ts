import { createHash, randomBytes } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { importOf, someBytes, useDeliveries } from './delivering.ts'
import { createImportSite } from './import-site.ts'
import { addEmptyCourse } from './support/course.ts'
import { listening } from './support/listening.ts'

const place = useDeliveries()
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

describe('an export that is delivered', () => {
  it('becomes an import that waits, and a worker is told', async () => {
    const zip = someBytes()
    const answer = await place.put(zip)
    expect(answer.status).toBe(202)
    const made = importOf(answer)
    expect(made).toMatchObject({
      courseId: place.site.courseId,
      courseCode: 'ABC10',
      fileName: `${place.site.server.id}_ABC10.zip`,
      sizeBytes: zip.length,
      sha256: sha256(zip),
      broughtBy: 'LMS server North',
      state: 'queued',
    })
    const path = join(place.site.place.directories.processing, `${made.id}.zip`)
    expect(await readFile(path)).toEqual(zip)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(place.site.published).toEqual([{ job: 'import-course', importId: made.id }])
    const [row] = await place.site.rows('SELECT claimed_at, published_at, source_path FROM imports')
    expect(row).toMatchObject({ source_path: null })
    expect(row?.claimed_at).not.toBeNull()
    expect(row?.published_at).not.toBeNull()
  })

  it('may come in chunks of which nobody says how many', async () => {
    const parts = [randomBytes(70_000), randomBytes(1), randomBytes(100_000)]
    const made = importOf(await place.put(Readable.from(parts)))
    expect(made.sha256).toBe(sha256(Buffer.concat(parts)))
  })

  it('is written down', async () => {
    await place.site.pool.query('DELETE FROM audit_log')
    const { id } = importOf(await place.put(someBytes()))
    const [row] = await place.site.rows('SELECT action, actor_id, course_id, detail FROM audit_log')
    expect({ ...row, detail: JSON.parse(row?.detail as string) as unknown }).toEqual({
      action: 'import.delivered',
      actor_id: null,
      course_id: place.site.courseId,
      detail: { lmsServer: place.site.server.id, import: id, isNew: true },
    })
  })

  it('can be asked for by its server, under its course', async () => {
    const { id } = importOf(await place.put(someBytes()))
    const ask = (path: string, token: string) =>
      place.server.send(`/api/course_imports/${path}`, {
        headers: { Authorization: `Token ${token}` },
      })
    expect(importOf(await ask(`ABC10/${id}`, place.site.server.token)).id).toBe(id)
    await addEmptyCourse(place.site.pool, { code: 'MINE TOO', lmsServerId: place.site.server.id })
    for (const path of [`MINE%20TOO/${id}`, `ABC10/${id + 1}`, 'ABC10/x', `SOUTH/${id}`]) {
      expect((await ask(path, place.site.server.token)).status, path).toBe(404)
    }
    expect((await ask(`ABC10/${id}`, place.otherToken)).status).toBe(404)
  })

  it('waits also while the broker is away', async () => {
    const away = await createImportSite({ publish: () => Promise.reject(new Error('away')) })
    const its = await listening(away)
    const answer = await its.send('/api/course_imports/ABC10', {
      method: 'PUT',
      headers: { Authorization: `Bearer ${away.server.token}` },
      body: someBytes(),
    })
    expect(answer.status).toBe(202)
    const [row] = await away.rows('SELECT state, claimed_at, published_at FROM imports')
    expect(row).toMatchObject({ state: 'queued', published_at: null })
    expect(row?.claimed_at).not.toBeNull()
    await its.close()
    await away.drop()
  })

  it('leaves a zip of a former life under its number alone', async () => {
    const { id } = importOf(await place.put(someBytes()))
    const { processing } = place.site.place.directories
    await writeFile(join(processing, `${id + 1}.zip`), 'of a former life')
    const zip = someBytes()
    expect(importOf(await place.put(zip)).id).toBe(id + 1)
    expect(await readFile(join(processing, `${id + 1}.zip`))).toEqual(zip)
    const aside = (await place.site.processing()).find((name) => name.includes('.stray-')) ?? ''
    expect(await readFile(join(processing, aside), 'utf8')).toBe('of a former life')
  })
})

describe('the same bytes', () => {
  it.each(['queued', 'running', 'succeeded'])(
    'are the import of them that has %s',
    async (state) => {
      const zip = someBytes()
      const first = importOf(await place.put(zip))
      await place.site.pool.query('UPDATE imports SET state = ? WHERE id = ?', [state, first.id])
      const again = await place.put(zip)
      expect(again.status).toBe(200)
      expect(importOf(again)).toMatchObject({ id: first.id, state })
      expect(await place.countImports()).toBe(1)
      expect(await place.site.processing()).not.toContainEqual(expect.stringMatching(/part$/))
    },
  )

  it.each(['failed', 'cancelled', 'undone'])('are a new import where it has %s', async (state) => {
    const zip = someBytes()
    const first = importOf(await place.put(zip))
    await place.site.pool.query('UPDATE imports SET state = ? WHERE id = ?', [state, first.id])
    const again = await place.put(zip)
    expect(again.status).toBe(202)
    expect(importOf(again).id).not.toBe(first.id)
  })

  it('are a new import for another course, and where the first has never been claimed', async () => {
    const zip = someBytes()
    const first = importOf(await place.put(zip))
    await addEmptyCourse(place.site.pool, { code: 'SECOND', lmsServerId: place.site.server.id })
    expect((await place.put(zip, { code: 'SECOND' })).status).toBe(202)
    await place.site.pool.query('UPDATE imports SET claimed_at = NULL WHERE id = ?', [first.id])
    expect((await place.put(zip)).status).toBe(202)
  })

  it('that come at once are one import', async () => {
    const zip = someBytes()
    const answers = await Promise.all(Array.from({ length: 8 }, () => place.put(zip)))
    expect(new Set(answers.map((answer) => importOf(answer).id)).size).toBe(1)
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(7).fill(200), 202])
    expect(await place.countImports()).toBe(1)
    expect(place.site.published).toHaveLength(1)
  })
})
