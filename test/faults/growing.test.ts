import { createHash } from 'node:crypto'
import { appendFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { rowsOf, until } from '../worker/support.ts'
import { courseExports } from './course-exports.ts'
import { noDifferences } from './differences.ts'
import { createFaultPlace, patience, type FaultPlace } from './fault-place.ts'
import { leftoversOf, nothingLeft } from './leftovers.ts'
import { startWatchedWorker, type WatchedWorker } from './watched-worker.ts'

let place: FaultPlace
let worker: WatchedWorker
afterEach(async () => {
  await worker.kill()
  await place.close()
})

/** Scans that have looked at the file twice and left it alone. */
const timesLeftAlone = () => worker.process.output().split('1 not whole yet').length
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const hashes = async () => {
  const rows = await rowsOf<{ sha256: string }>(place.pool, 'SELECT sha256 FROM imports')
  return rows.map((row) => row.sha256)
}

test(
  'a file that grows while it is looked at is taken when it is whole, and not before',
  patience,
  async () => {
    const exports = courseExports({ seed: 5, courses: 1, count: 1 })
    place = await createFaultPlace({ courses: 1, exports })
    worker = await startWatchedWorker(place.env())
    worker.letWork()
    const { zip } = exports[0]!
    const path = join(place.place.drop, `${place.serverId}_C_0_1.zip`)
    const parts = 8
    for (let part = 0; part < parts; part += 1) {
      const bytes = zip.subarray((zip.length * part) / parts, (zip.length * (part + 1)) / parts)
      await appendFile(path, bytes)
      if (part === parts - 1) break
      // It rests for longer than it takes to look twice.
      const before = timesLeftAlone()
      await until(async () => {
        await place.beat()
        return timesLeftAlone() > before
      })
      expect(await readdir(place.place.drop)).toHaveLength(1)
    }
    place.takeNext()
    await place.untilDone(worker.process)
    expect(await hashes()).toEqual([sha256(zip)])
    expect(await worker.end()).toBe(0)
    expect(await leftoversOf(place)).toEqual(nothingLeft)
    expect(await place.compare()).toEqual(noDifferences)
  },
)
