import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  exportZip,
  importTables,
  rowsOf as courseRows,
  type TestExport,
} from '../support/import-run.ts'
import { createImporter } from '#worker/handle-import-course.ts'
import { zipPath } from '#lib/files.ts'
import { smallExport, useImportPlace } from './import-place.ts'
import { insertQueued, rowsOf, until } from './support.ts'

const world = useImportPlace()
const withRejects: TestExport = {
  ...smallExport,
  'activity.txt': ['1|10||2017-10-02T09:00:00Z', '3|10||2017-10-03T09:00:00Z'],
}

const message = (importId: number) => ({ job: 'import-course', importId })

describe('an import that succeeds', () => {
  test('leaves its rows, its receipt and its zip in the archive, and calls the next of its course', async () => {
    const id = await world.queue(exportZip(smallExport))
    const next = await world.queue(exportZip(smallExport))
    const worker = world.context()
    await createImporter(worker).handle(id)
    expect(await world.stateOf(id)).toMatchObject({
      state: 'succeeded',
      attempt: 1,
      code: null,
      hasReceipt: 1,
    })
    expect(await world.visits()).toBe(3)
    expect(await readdir(world.place.directories.archive)).toEqual([`${id}.zip`])
    expect(await readdir(world.place.directories.errorLogs)).toEqual([])
    expect(await readdir(world.place.directories.processing)).toEqual([`${next}.zip`])
    expect(worker.published).toEqual([message(next)])
  })

  test('keeps the rows that it left out', async () => {
    const id = await world.queue(exportZip(withRejects))
    await createImporter(world.context()).handle(id)
    const kept = join(world.place.directories.errorLogs, String(id))
    expect(await readdir(kept)).toEqual(['rejects.csv'])
    expect(await readFile(join(kept, 'rejects.csv'), 'utf8')).toContain('unknown_user')
  })

  test('is not done twice by a message that comes twice, and of one file twice stores nothing more', async () => {
    const id = await world.queue(exportZip(smallExport))
    const worker = world.context()
    const importer = createImporter(worker)
    await Promise.all([importer.handle(id), importer.handle(id)])
    await importer.handle(id)
    expect(await world.stateOf(id)).toMatchObject({ state: 'succeeded', attempt: 1 })
    const again = await world.queue(exportZip(smallExport))
    await importer.handle(again)
    expect(await world.stateOf(again)).toMatchObject({ state: 'succeeded' })
    expect(await world.visits()).toBe(3)
  })
})

test('a message that comes while the database is away goes back into the queue', async () => {
  const id = await world.queue(exportZip(smallExport))
  const busy = Object.assign(new Error('busy'), { errno: 1205, sqlState: 'HY000' })
  const pool = Object.create(world.pool, {
    getConnection: { value: () => Promise.reject(busy) },
  }) as typeof world.pool
  // The pause before it is cut short.
  const worker = { ...world.context(), pool, stopping: AbortSignal.abort() }
  await createImporter(worker).handle(id)
  expect(worker.published).toEqual([message(id)])
  expect(await world.stateOf(id)).toMatchObject({ state: 'queued', attempt: 0 })
})

describe('an export that cannot be used', () => {
  test('fails the import with code and reason, changes nothing, is kept, and the next goes on', async () => {
    const id = await world.queue('<html>not found</html>')
    const next = await world.queue(exportZip(smallExport))
    const worker = world.context()
    await createImporter(worker).handle(id)
    expect(await world.stateOf(id)).toMatchObject({
      state: 'failed',
      attempt: 1,
      code: 'not_a_zip',
    })
    const kept = join(world.place.directories.errorLogs, String(id))
    expect((await readdir(kept)).sort()).toEqual([`${id}.zip`, 'errors.txt'])
    expect(await readFile(join(kept, 'errors.txt'), 'utf8')).toMatch(
      /not_a_zip\n.*not a zip archive/,
    )
    expect(await world.visits()).toBe(0)
    expect(worker.published).toEqual([message(next)])
  })
})

describe('trouble of the environment', () => {
  test('puts the import back for a while and does not count', async () => {
    // Reading a directory fails as a broken disk does: by an error of the operating system.
    const id = await insertQueued(world.pool, world.courseId)
    await mkdir(zipPath(world.place.directories, id))
    const worker = world.context()
    await createImporter(worker).handle(id)
    expect(await world.stateOf(id)).toMatchObject({ state: 'queued', attempt: 0, code: null })
    await createImporter(worker).handle(id)
    expect(await world.stateOf(id)).toMatchObject({ state: 'queued', attempt: 0 })
    expect(worker.published).toEqual([])
  })

  test('such as a cut database connection ends with the same rows', async () => {
    const id = await world.queue(exportZip(smallExport))
    const importer = createImporter(world.context())
    let handling: Promise<void> | undefined
    await world.whileCourseIsBusy(async () => {
      handling = importer.handle(id)
      await world.runs(id)
      const waiting = await until(async () => {
        const [found] = await rowsOf<{ id: number }>(
          world.pool,
          "SELECT id FROM information_schema.processlist WHERE info LIKE '%GET_LOCK%' AND id <> CONNECTION_ID() AND db = DATABASE()",
        )
        return found
      })
      await world.pool.query(`KILL ${waiting.id}`)
    })
    await handling
    expect(await world.stateOf(id)).toMatchObject({ state: 'queued', attempt: 0 })
    await world.pool.query('UPDATE imports SET lease_until = NULL')
    await importer.handle(id)
    expect(await world.stateOf(id)).toMatchObject({ state: 'succeeded', attempt: 1 })
    expect(await world.visits()).toBe(3)
  })
})

test('a second attempt starts afresh, whatever another version of the worker left (M25)', async () => {
  const id = await world.queue(exportZip(smallExport))
  await world.pool.query('UPDATE imports SET attempt = 1 WHERE id = ?', [id])
  const left = join(world.place.directories.processing, `${id}.work`)
  await mkdir(join(left, 'spool'), { recursive: true })
  await writeFile(join(left, 'spool', 'visits'), 'in a format of its own')
  await writeFile(join(left, 'rejects.csv'), 'of the first attempt')
  await createImporter(world.context()).handle(id)
  expect(await world.stateOf(id)).toMatchObject({ state: 'succeeded', attempt: 2 })
  expect(await world.visits()).toBe(3)
  expect(await readdir(world.place.directories.errorLogs)).toEqual([])
})

describe('a course that is deleted while its export is imported (M18)', () => {
  test.each([
    ['with its imports', ['imports', 'course_offerings']],
    ['alone', ['course_offerings']],
  ])('%s: the import ends at once, stores nothing and keeps its zip', async (_, tables) => {
    const id = await world.queue(exportZip(smallExport))
    const worker = world.context()
    let handling: Promise<void> | undefined
    await world.whileCourseIsBusy(async () => {
      handling = createImporter(worker).handle(id)
      await world.runs(id)
      for (const table of tables) {
        const key = table === 'imports' ? 'course_id' : 'id'
        await world.pool.query(`DELETE FROM ${table} WHERE ${key} = ?`, [world.courseId])
      }
    })
    await handling
    const kept = join(world.place.directories.errorLogs, String(id))
    expect((await readdir(kept)).sort()).toEqual([`${id}.zip`, 'errors.txt'])
    expect(await readFile(join(kept, 'errors.txt'), 'utf8')).toContain('The course was deleted')
    expect(await readdir(world.place.directories.processing)).toEqual([])
    expect(
      Object.values(await courseRows(world.pool, importTables, world.courseId)).flat(),
    ).toEqual([])
    const state = await world.stateOf(id)
    if (tables.includes('imports')) expect(state).toBeUndefined()
    else expect(state).toMatchObject({ state: 'failed', attempt: 1, code: 'gave_up' })
    expect(worker.published).toEqual([])
  })
})

test('somebody who leaves people out again and again only delays an import', async () => {
  await createImporter(world.context()).handle(await world.queue(exportZip(smallExport)))
  const id = await world.queue(exportZip(smallExport))
  const pool = Object.create(world.pool, {
    getConnection: {
      value: async () => {
        await world.pool.query(
          'UPDATE lms_users SET left_out = NOT left_out WHERE course_id = ? AND user_no = 1',
          [world.courseId],
        )
        return world.pool.getConnection()
      },
    },
  }) as typeof world.pool
  await createImporter({ ...world.context(), pool }).handle(id)
  expect(await world.stateOf(id)).toMatchObject({ state: 'queued', attempt: 0, code: null })
  await world.pool.query('UPDATE imports SET lease_until = NULL')
  await createImporter(world.context()).handle(id)
  expect(await world.stateOf(id)).toMatchObject({ state: 'succeeded', attempt: 1 })
})

describe('an import that breaks the worker', () => {
  test('is given up after its last attempt, its zip kept, and the next goes on', async () => {
    const id = await insertQueued(world.pool, world.courseId)
    const next = await world.queue(exportZip(smallExport))
    const worker = world.context({ maxAttempts: 3 })
    const importer = createImporter(worker)
    // Its zip is gone: no fault of the export's, and no hope either.
    for (const attempt of [1, 2]) {
      await importer.handle(id)
      expect(await world.stateOf(id)).toMatchObject({ state: 'queued', attempt })
      await importer.handle(id)
      expect(await world.stateOf(id)).toMatchObject({ state: 'queued', attempt })
      await world.pool.query('UPDATE imports SET lease_until = NULL')
    }
    await importer.handle(id)
    expect(await world.stateOf(id)).toMatchObject({ state: 'failed', attempt: 3, code: 'gave_up' })
    expect(await readdir(join(world.place.directories.errorLogs, String(id)))).toEqual([
      'errors.txt',
    ])
    expect(worker.published.at(-1)).toEqual(message(next))
  })
})

test('an import that failed before and is queued again finds its zip', async () => {
  const id = await world.queue('<html>')
  const importer = createImporter(world.context())
  await importer.handle(id)
  await writeFile(
    join(world.place.directories.errorLogs, String(id), `${id}.zip`),
    exportZip(smallExport),
  )
  await world.pool.query("UPDATE imports SET state = 'queued', attempt = 0 WHERE id = ?", [id])
  await importer.handle(id)
  expect(await world.stateOf(id)).toMatchObject({ state: 'succeeded' })
})
