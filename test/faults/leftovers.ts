import { readdir } from 'node:fs/promises'
import { vi } from 'vitest'
import type { FaultPlace } from './fault-place.ts'

/** Of a place where everything has found its end. */
export const nothingLeft = {
  drop: [],
  processing: [],
  /** Other things than zips of imports. */
  strays: [],
  zipsMissing: 0,
  failuresMissing: 0,
  imports: [],
  deadLetters: 0,
}

/** What has not found its end in directories, rows and queues. */
export async function leftoversOf(place: FaultPlace): Promise<unknown> {
  const { drop, directories } = place.place
  const dropped = place.dropped()
  const broken = dropped.filter(({ isBroken }) => isBroken).length
  const archived = await readdir(directories.archive)
  const zips = archived.filter((name) => /^\d+\.zip$/.test(name))
  const kept = await readdir(directories.errorLogs, { recursive: true })
  const failures = kept.filter((path) => path.endsWith('errors.txt')).length
  const failedZips = kept.filter((path) => path.endsWith('.zip')).length
  return {
    drop: await readdir(drop),
    processing: await readdir(directories.processing),
    strays: archived.filter((name) => !zips.includes(name)),
    zipsMissing: dropped.length - zips.length - failedZips,
    failuresMissing: broken - failures,
    imports: await place.waitingImports(),
    deadLetters: (await untilBrokerIsBack(place)).dead,
  }
}

/** The test's own way to a broker that was stopped comes back by itself, too. */
const untilBrokerIsBack = ({ broker }: FaultPlace) =>
  vi.waitFor(() => broker.waiting(), { timeout: 20_000 })
