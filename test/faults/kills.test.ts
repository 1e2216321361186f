import { afterEach, expect, test } from 'vitest'
import { Random } from '#cli/demo-export/random.ts'
import { courseExports } from './course-exports.ts'
import { noDifferences } from './differences.ts'
import { createFaultPlace, type FaultPlace } from './fault-place.ts'
import { leftoversOf, nothingLeft } from './leftovers.ts'
import { killAgainAndAgain } from './kill-series.ts'
import { stages } from './stages.ts'
import { startWatchedWorker } from './watched-worker.ts'

const asked = process.env.CLOOP_FAULT_KILLS
const kills = Number(asked ?? 50)
const seed = Number(process.env.CLOOP_FAULT_SEED ?? Date.now() % 2 ** 31)
/** Five of fifty in each of the seven stages; the others whenever it may be. */
const perStage = Math.floor(kills / 10)
const aimed = perStage * stages.length

let place: FaultPlace
afterEach(() => place.close())

test(
  `a worker killed at ${kills} random instants loses nothing and doubles nothing (seed ${seed})`,
  { timeout: 60_000 + kills * 4000 },
  async () => {
    place = await createFaultPlace({
      courses: 6,
      exports: courseExports({ seed, courses: 6, count: kills }),
    })
    const random = new Random(seed, 'kills')
    const tally = await killAgainAndAgain({ place, random, kills: { aimed, blind: kills - aimed } })
    if (asked) process.stdout.write(`${JSON.stringify({ seed, ...tally })}\n`)
    for (const stage of stages) expect(tally[stage], stage).toBeGreaterThanOrEqual(perStage)

    const last = await startWatchedWorker(place.env())
    last.letWork()
    await place.untilDone(last.process)
    expect(await last.end()).toBe(0)
    expect(await leftoversOf(place)).toEqual(nothingLeft)
    expect(await place.compare()).toEqual(noDifferences)
  },
)
