import { existsSync, statSync } from 'node:fs'
import { mkdtemp, rm, watch } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { exportZip } from '../support/import-run.ts'
import type { CourseExport } from './course-exports.ts'
import { noDifferences } from './differences.ts'
import { createFaultPlace, patience, type FaultPlace } from './fault-place.ts'
import { leftoversOf, nothingLeft } from './leftovers.ts'
import { startWatchedWorker, type WatchedWorker } from './watched-worker.ts'

let place: FaultPlace
let worker: WatchedWorker
afterEach(async () => {
  await worker.kill()
  await rm(place.place.drop, { recursive: true })
  await place.close()
})

const memory = '/dev/shm'
const hasTwo = existsSync(memory) && statSync(memory).dev !== statSync(tmpdir()).dev
const paddingBytes = 48 * 2 ** 20
const mostTries = 6

/** Exports that take a moment to be copied. */
function paddedExports(count: number): CourseExport[] {
  const padding = { name: 'padding.bin', data: Buffer.alloc(paddingBytes), isStored: true }
  return Array.from({ length: count }, (_, index) => {
    const visits = [`1|a||2026-09-${28 + (index % 3)}T10:00:00Z`]
    const rows = {
      'all_user.txt': ['1|u1|First|Last|e'],
      'all_resources.txt': ['a||Week 1|resource/x-bb-document'],
      'activity.txt': visits,
    }
    return { course: 0, zip: exportZip(rows, [padding]), isBroken: false }
  })
}

/** Stops a process as soon as it has begun to copy a file into a directory; says how much has arrived. */
async function stopInCopy(directory: string, stop: () => unknown): Promise<number> {
  for await (const { filename } of watch(directory)) {
    if (!filename?.endsWith('.part')) continue
    stop()
    return statSync(join(directory, filename), { throwIfNoEntry: false })?.size ?? Infinity
  }
  throw new Error('the watch ended')
}

test.skipIf(!hasTwo)(
  'a worker that dies while it copies a file from another disk loses nothing',
  patience,
  async () => {
    place = await createFaultPlace({ courses: 1, exports: paddedExports(mostTries) })
    // Drops come by memory, and everything else lies on the disk.
    place.place.drop = await mkdtemp(join(memory, 'cloop-test-'))
    let hits = 0
    for (let number = 0; hits === 0 && number < mostTries; number += 1) {
      worker = await startWatchedWorker(place.env())
      const { processing } = place.place.directories
      const stopped = stopInCopy(processing, () => worker.process.child.kill('SIGSTOP'))
      await place.drop()
      worker.letWork()
      await place.beat()
      const arrived = await stopped
      await worker.kill()
      if (arrived < paddingBytes) hits += 1
    }
    expect(hits).toBe(1)
    await place.pass(30)

    worker = await startWatchedWorker(place.env())
    worker.letWork()
    await place.untilDone(worker.process)
    expect(await worker.end()).toBe(0)
    expect(await leftoversOf(place)).toEqual(nothingLeft)
    expect(await place.compare()).toEqual(noDifferences)
  },
)
