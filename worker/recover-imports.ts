import { readdir } from 'node:fs/promises'
import { mendClaims } from './claim-file.ts'
import { changesNotDone, noteAskedAgain } from './change-rows.ts'
import { importsById } from './claims.ts'
import type { WorkerContext } from './context.ts'
import { giveUpImports } from './give-up.ts'
import { putAwayFiles } from './import-files.ts'
import { shortenLeases, takeBackExpired } from './leases.ts'
import { publishImports } from './publish-imports.ts'
import { failAbandonedRuns } from './task-rows.ts'

/** With an empty queue, a message that was published longer ago than this and started nothing is lost. */
const lostAfterSeconds = 60
/** With others in the queue it may be among them, so that it is doubted later. */
const doubtedAfterSeconds = 30 * 60
const idsAtOnce = 1000

/**
 * Takes up whatever a crash, a lost message or a full disk has left lying: leases of dead workers, claims
 * cut short, files not put away, imports and changes of courses that nobody was told of. Returns what it did, in words.
 */
export async function recoverImports(context: WorkerContext): Promise<string> {
  const { pool, broker, imports } = context
  const staleSeconds =
    (await broker.waiting()).import === 0 ? lostAfterSeconds : doubtedAfterSeconds
  const done = {
    ...(imports.enabled ? await recoverRows(context, staleSeconds) : {}),
    'runs of tasks ended': await failAbandonedRuns(pool),
    'changes of courses': await publishChanges(context, staleSeconds),
  }
  const counts = Object.entries(done).flatMap(([what, n]) => (n > 0 ? [`${n} ${what}`] : []))
  return [...(imports.enabled ? [] : ['importing is switched off']), ...counts].join(', ')
}

async function recoverRows(context: WorkerContext, staleSeconds: number) {
  const { pool } = context
  const done = {
    'leases shortened': await shortenLeases(pool, context.imports.leaseSeconds),
    'taken back': await takeBackExpired(pool),
    'given up': await giveUpImports(context),
    'put away': await putAwayLeftovers(context),
  }
  // Beside a scan this is safe, and waiting for one could take its turn away.
  await mendClaims(context)
  return { ...done, published: await publishImports(context, { staleSeconds }) }
}

async function publishChanges({ pool, broker }: WorkerContext, staleSeconds: number) {
  const changes = await changesNotDone(pool, staleSeconds)
  for (const job of changes) {
    await broker.publish(job)
    await noteAskedAgain(pool, job)
  }
  return changes.length
}

/** What lies in the processing directory though its import has ended. */
async function putAwayLeftovers({ pool, directories, log }: WorkerContext): Promise<number> {
  const names = await readdir(directories.processing)
  const ids = new Set(
    names.flatMap((name) => /^(\d+)\.(?:zip|work)$/.exec(name)?.slice(1).map(Number) ?? []),
  )
  let count = 0
  for (const some of chunks([...ids], idsAtOnce)) {
    for (const known of await importsById(pool, some)) {
      if (known.state === 'queued' || known.state === 'running') continue
      try {
        await putAwayFiles(directories, known)
        count += 1
      } catch (error) {
        log.error(
          { err: error, importId: known.id },
          'the files of an import could not be put away',
        )
      }
    }
  }
  return count
}

function* chunks<T>(items: T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size)
}
