import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { purge } from '#worker/purge.ts'
import { useImportPlace } from './import-place.ts'
import { insertQueued } from './support.ts'

const world = useImportPlace()
const dayMs = 24 * 3600 * 1000

/** An import that ended so many days ago; null: it has not. */
async function ended(days: number | null, state: string) {
  const id = await insertQueued(world.pool, world.courseId, { state })
  await world.pool.query(
    'UPDATE imports SET finished_at = UTC_TIMESTAMP(6) - INTERVAL ? DAY WHERE id = ?',
    [days, id],
  )
  return id
}

async function put(directory: string, ...names: (string | number)[]) {
  for (const name of names) await writeFile(join(directory, String(name)), 'x')
}

/** As `purge` finds the files that were put there just now, so many days later. */
const purgeIn = (days: number) =>
  purge(world.context({ keepDays: 30, keepRejectedDays: 90 }), Date.now() + days * dayMs)

test('what is kept of exports that failed goes after its days, and nothing of one that was tried again', async () => {
  const { errorLogs } = world.place.directories
  const old = [
    await ended(91, 'failed'),
    await ended(91, 'succeeded'),
    await ended(91, 'cancelled'),
  ]
  const kept = [
    await ended(89, 'failed'),
    await ended(null, 'queued'),
    await ended(null, 'running'),
  ]
  for (const id of [...old, ...kept]) {
    await mkdir(join(errorLogs, String(id)))
    await put(join(errorLogs, String(id)), `${id}.zip`, 'errors.txt', 'rejects.csv')
  }
  await put(errorLogs, 'notes.txt')
  await mkdir(join(errorLogs, 'of our own'))
  expect(await purgeIn(0)).toBe('3 rejected exports')
  expect((await readdir(errorLogs)).sort()).toEqual(
    [...kept.map(String), 'notes.txt', 'of our own'].sort(),
  )
})

test('what a deleted course has left goes when it has lain there for as long', async () => {
  const { archive, errorLogs, processing } = world.place.directories
  await put(archive, '900001.zip')
  await mkdir(join(errorLogs, '900002'))
  await put(processing, '900003.zip', '900004.zip.stray-1')
  await mkdir(join(processing, '900003.work'))
  expect(await purgeIn(29)).toBe('')
  expect(await purgeIn(31)).toBe('1 archived zips')
  expect(await purgeIn(91)).toBe('1 rejected exports, 1 stray files, 2 files of deleted imports')
  expect(await readdir(processing)).toEqual([])
})

test('what a count of a course had written when it was killed goes after two days', async () => {
  const { processing } = world.place.directories
  await mkdir(join(processing, 'figures-aB3x_9'))
  await put(join(processing, 'figures-aB3x_9'), 'student_days.tsv')
  expect(await purgeIn(1)).toBe('')
  expect(await purgeIn(3)).toBe('1 stray files')
  expect(await readdir(processing)).toEqual([])
})

test('an upload that a crash cut short goes after two days; what waits or runs stays', async () => {
  const { processing } = world.place.directories
  const waiting = [await ended(null, 'queued'), await ended(null, 'running')].map(
    (id) => `${id}.zip`,
  )
  await put(processing, '.upload-00.part', 'notes.part', ...waiting)
  expect(await purgeIn(1)).toBe('')
  expect(await purgeIn(400)).toBe('1 stray files')
  expect((await readdir(processing)).sort()).toEqual(['notes.part', ...waiting].sort())
})
