import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from 'mysql2/promise'
import type { Config } from '#lib/config.ts'
import { createLog } from '#lib/log.ts'
import { importsUnderWay, type ImportUnderWay } from '#worker/claims.ts'
import { makeDirectories } from '#worker/import-files.ts'
import { troublesInWords, withScanLock } from '#worker/scan-imports.ts'
import { takeDropped, type Taken } from '#worker/take-dropped.ts'
import { CommandError } from './command.ts'

const lookAgainMs = 500
/** A scan ends within a minute, unless what it takes has to be copied from another file system. */
const patienceMs = 300_000

interface Taking {
  pool: Pool
  directories: Config['directories']
  imports: Config['imports']
  /** Course ids; without them, everything that lies there. */
  courses?: ReadonlySet<number> | undefined
}

/**
 * Makes imports of what lies in the watched directories, as the scan of the workers does, and says what could
 * not be taken. Returns all imports of these courses that are under way: a scan may have been sooner.
 */
export async function takeExports({
  pool,
  directories,
  imports,
  courses,
}: Taking): Promise<ImportUnderWay[]> {
  await makeDirectories(directories)
  const context = { pool, directories, imports, log: createLog('cli', 'silent') }
  const taken = await betweenScans(() =>
    withScanLock(context, () => takeDropped(context, { courses })),
  )
  sayWhatIsLeft(taken)
  const underWay = await importsUnderWay(pool)
  return courses ? underWay.filter(({ courseId }) => courses.has(courseId)) : underWay
}

async function betweenScans(take: () => Promise<Taken | undefined>): Promise<Taken> {
  const began = performance.now()
  for (let hasSaid = false; ; hasSaid = true) {
    const taken = await take()
    if (taken) return taken
    if (!hasSaid) console.log('the workers are scanning just now: waiting until they have done')
    if (performance.now() - began > patienceMs) {
      throw new CommandError('the scan of the workers does not end: see the log of the worker')
    }
    await pause(lookAgainMs)
  }
}

function sayWhatIsLeft({ seen, tally }: Taken): void {
  for (const trouble of troublesInWords(seen)) console.error(trouble)
  const unfinished = tally.get('not whole yet') ?? 0
  if (unfinished > 0) console.error(`still being written, and left for the workers: ${unfinished}`)
  const inTrouble = tally.get('in trouble') ?? 0
  if (inTrouble > 0) console.error(`could not be read or moved: ${inTrouble}`)
  const putOff = tally.get('put off') ?? 0
  if (putOff > 0)
    console.error(`left for the workers, since the database was in trouble: ${putOff}`)
  const unrecognised = tally.get('unrecognised') ?? 0
  if (unrecognised > 0) console.log(`moved to unrecognised/, with a reason: ${unrecognised}`)
}
