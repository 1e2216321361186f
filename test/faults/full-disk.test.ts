import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { exportZip } from '../support/import-run.ts'
import { zipOf } from '../support/broken-zips.ts'
import { until } from '../worker/support.ts'
import type { CourseExport } from './course-exports.ts'
import { noDifferences } from './differences.ts'
import { createFaultPlace, patience, type FaultPlace } from './fault-place.ts'
import { leftoversOf, nothingLeft } from './leftovers.ts'
import { canMount, mountSmallDisk } from './small-disk.ts'
import { startWatchedWorker, type WatchedWorker } from './watched-worker.ts'

let disk: Awaited<ReturnType<typeof mountSmallDisk>>
let place: FaultPlace
let worker: WatchedWorker

/** 30,000 visits: 240 KB while they are sorted, in a zip of 120 KB. Every tenth row is left out. */
function largeExport(): Buffer {
  const start = Date.UTC(2026, 8, 28)
  const activity = Array.from({ length: 30_000 }, (_, index) => {
    const at = new Date(start + ((index * 7919) % (13 * 86_400)) * 1000).toISOString()
    return `${index % 40}|${index % 10 === 0 ? 'nowhere' : 'a'}||${at}`
  })
  return exportZip({
    'all_user.txt': Array.from({ length: 40 }, (_, key) => `${key}|u${key}|First|Last|e`),
    'all_resources.txt': ['a||Week 1|resource/x-bb-document'],
    'activity.txt': activity,
  })
}

async function begin(zips: Buffer[], directory: 'processing' | 'archive' | 'errorLogs') {
  const exports = zips.map((zip): CourseExport => ({
    course: 0,
    zip,
    isBroken: zip.length < 50_000,
  }))
  place = await createFaultPlace({ courses: 1, exports })
  place.place.directories[directory] = disk.path
  worker = await startWatchedWorker(place.env({ LOG_LEVEL: 'info' }))
  worker.letWork()
  while (await place.drop());
}

/** Until the worker has said so often that there is no room. */
const untilFull = (what: string) =>
  until(async () => {
    await place.beat()
    const lines = worker.process.output().split('\n')
    return lines.some((line) => line.includes('ENOSPC') && line.includes(what))
  })

async function expectAllDone() {
  await place.untilDone(worker.process)
  expect(await worker.end()).toBe(0)
  expect(await leftoversOf(place)).toEqual(nothingLeft)
  expect(await place.compare()).toEqual(noDifferences)
}

describe.skipIf(!canMount)('a full disk', patience, () => {
  const large = largeExport()
  const zipKilobytes = Math.ceil(large.length / 1024)
  const broken = zipOf([{ name: 'nothing.txt', data: 'x'.repeat(30_000), isStored: true }])

  beforeEach(async () => {
    disk = await mountSmallDisk(64)
  })
  afterEach(async () => {
    await worker.kill()
    await place.close()
    await disk.unmount()
  })

  test('of the processing directory keeps a dropped file where it is until there is room', async () => {
    await begin([large], 'processing')
    await untilFull('a dropped file is in trouble')
    expect(await readdir(disk.path)).toEqual([])
    await disk.resize(zipKilobytes + 4000)
    await expectAllDone()
  })

  test('in the middle of an import changes nothing of the course', async () => {
    await disk.resize(zipKilobytes + 100)
    await begin([large], 'processing')
    await untilFull('an import did not come to its end')
    const [visits] = await place.pool.query('SELECT 1 FROM visits')
    expect(visits).toEqual([])
    expect(await place.waitingImports()).toMatchObject([{ state: 'queued', attempt: 0 }])
    await disk.resize(zipKilobytes + 4000)
    await expectAllDone()
  })

  test('of the archive keeps the zip of an import that has succeeded', async () => {
    await begin([large], 'archive')
    await untilFull('the files of an import could not be put away')
    expect(await place.waitingImports()).toEqual([])
    expect(await readdir(place.place.directories.processing)).toEqual(['1.zip'])
    expect(await readdir(disk.path)).toEqual([])
    await disk.resize(zipKilobytes + 4000)
    await expectAllDone()
  })

  test('of the directory for failures keeps the zip of an import that has failed', async () => {
    await disk.resize(20)
    await begin([broken], 'errorLogs')
    await untilFull('the files of an import could not be put away')
    expect(await readdir(place.place.directories.processing)).toEqual(['1.zip'])
    await disk.resize(4000)
    await expectAllDone()
    expect((await readdir(join(disk.path, '1'))).sort()).toEqual(['1.zip', 'errors.txt'])
  })
})
