import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Random } from '#cli/demo-export/random.ts'
import { until } from '../worker/support.ts'
import { courseExports } from './course-exports.ts'
import { createFaultPlace, patience, type FaultPlace } from './fault-place.ts'
import { killAgainAndAgain } from './kill-series.ts'
import type { Stage } from './stages.ts'
import { startWatchedWorker } from './watched-worker.ts'
import type { WrongJob } from './wrong-worker.ts'

const kills = 6

let place: FaultPlace
beforeEach(async () => {
  const exports = courseExports({ seed: 1, courses: 2, count: kills })
  place = await createFaultPlace({ courses: 2, exports })
})
afterEach(() => place.close())

/** What the comparison says after a wrong worker was killed again and again, and one more did the rest. */
async function harmOf(kind: 'acknowledges-first' | 'no-row', at: readonly Stage[]) {
  const queue = `${place.testBroker.prefix}.import`
  const send = (job: WrongJob | 'end') =>
    place.testBroker.withChannel(async (channel) => {
      channel.sendToQueue(queue, Buffer.from(JSON.stringify(job)), { persistent: true })
      await channel.close()
    })
  const drop = async () => {
    const zipPath = join(place.place.directories.processing, `${place.dropped().length}.zip`)
    const next = place.takeNext()
    if (!next) return false
    await writeFile(zipPath, next.zip)
    await send({ courseId: place.rough[next.course]!, zipPath })
    return true
  }
  const start = () =>
    startWatchedWorker(place.env(), [join(import.meta.dirname, 'wrong-worker.ts'), kind])
  const tally = await killAgainAndAgain({
    place: { ...place, drop, beat: () => Promise.resolve() },
    random: new Random(1, kind),
    kills: { aimed: kills, at, blind: 0 },
    start,
  })
  await send('end')
  const last = await start()
  last.letWork()
  await until(() => last.process.child.exitCode !== null)
  await last.end()
  const { lost, surplus } = await place.compare()
  return { tally, lost, surplus }
}

const receipts = (rows: string[]) => rows.filter((row) => row.startsWith('import ')).length
const figures = (rows: string[]) => rows.filter((row) => /^(?:course|resource|student)_/.test(row))

test(
  'a worker that acknowledges first loses imports, and the comparison says so',
  patience,
  async () => {
    const { tally, lost, surplus } = await harmOf('acknowledges-first', [
      'reading',
      'in the transaction',
    ])
    expect(tally.reading + tally['in the transaction']).toBeGreaterThanOrEqual(kills)
    expect(receipts(lost)).toBeGreaterThan(receipts(surplus))
    expect(figures(lost)).not.toEqual([])
  },
)

test(
  'a worker without row and transaction doubles imports, and the comparison says so',
  patience,
  async () => {
    const { tally, lost, surplus } = await harmOf('no-row', ['in the transaction'])
    expect(tally['in the transaction']).toBeGreaterThanOrEqual(kills)
    expect(receipts(surplus)).toBeGreaterThan(receipts(lost))
  },
)
