import type { PoolConnection } from 'mysql2/promise'
import { setTimeout as sleep } from 'node:timers/promises'
import { importCourse } from '#import/import-course.ts'
import { CourseGone } from '#import/load/course.ts'
import { ExportUnusable } from '#import/problems.ts'
import { zipPath } from '#lib/files.ts'
import type { Receipt } from '#shared/import.ts'
import { importsById } from './claims.ts'
import type { WorkerContext } from './context.ts'
import { isEnvironmentTrouble } from './environment-trouble.ts'
import { giveUpImports } from './give-up.ts'
import { prepareFiles, putAwayFiles, workPath } from './import-files.ts'
import { keepLease, type LeaseKeeper } from './keep-lease.ts'
import { failImport, handBack, holdsLease, takeLease, type Lease } from './leases.ts'
import { publishImports } from './publish-imports.ts'
import { putOff } from './put-off.ts'
import { tellAdministrators } from './report-imports.ts'

/** Before an import is tried again, so that what is out of order has time and nothing runs hot. */
const pauseSeconds = 30
const handBackAgainMs = 5000

export interface Importer {
  /** Runs an import if it is its turn. For a message that came twice, or too late, does nothing. */
  handle: (importId: number) => Promise<void>
  /** Gives up what is under way without blaming it: the process is about to end. */
  handBackAll: () => Promise<void>
}

type Outcome =
  | { state: 'succeeded'; receipt: Receipt }
  | { state: 'unusable'; error: ExportUnusable }
  | { state: 'interrupted' | 'broken' | 'lost' | 'gone'; error: unknown }

/** Another worker has the import, or an administrator changed its state. */
class LeaseLost extends Error {
  override name = 'LeaseLost'
}

export function createImporter(context: WorkerContext): Importer {
  const { pool, imports, log, worker } = context
  const underWay = new Set<Lease>()
  /** Leases that are being asked for: one may be ours in the database before we know it. */
  const asked = new Set<Promise<unknown>>()

  async function take(importId: number) {
    const { leaseSeconds, maxAttempts } = imports
    const lease = await takeLease(pool, { importId, worker, leaseSeconds, maxAttempts })
    if (typeof lease !== 'string') underWay.add(lease)
    return lease
  }

  async function handle(importId: number) {
    const taking = take(importId)
    asked.add(taking)
    const lease = await taking
      .finally(() => asked.delete(taking))
      .catch((error: unknown) => {
        if (!isEnvironmentTrouble(error)) throw error
        return { why: error }
      })
    // Nobody has it: its message must not be lost, since its row says that it was published.
    if (typeof lease === 'object' && 'why' in lease) {
      await putOff(context, { job: 'import-course', importId }, lease.why)
      return
    }
    if (lease === 'used up') await giveUpImports(context)
    if (typeof lease === 'string') {
      log.info({ importId, reason: lease }, 'not imported now')
      return
    }
    const startedAt = performance.now()
    const keeper = keepLease(context, lease)
    const outcome = await run(context, lease, keeper)
    await keeper.stop()
    underWay.delete(lease)
    report(context, { lease, outcome, startedAt })
    await conclude(context, lease, outcome)
  }

  return {
    handle,
    handBackAll: async () => {
      await Promise.allSettled(asked)
      for (const lease of underWay) await handBack(pool, lease, { pauseSeconds: 0, counts: false })
    },
  }
}

async function run(context: WorkerContext, lease: Lease, keeper: LeaseKeeper): Promise<Outcome> {
  const { pool, directories, imports, sessionGapMinutes } = context
  const { importId } = lease
  const stillOurs = async (transaction: PoolConnection) => {
    if (!(await holdsLease(transaction, lease))) throw new LeaseLost()
  }
  try {
    await prepareFiles(directories, importId)
    const receipt = await importCourse(
      pool,
      {
        importId,
        zipPath: zipPath(directories, importId),
        workDirectory: workPath(directories, importId),
        onProgress: keeper.note,
        stillOurs,
      },
      { maxEntryBytes: imports.maxEntryBytes, maxRatio: imports.maxRatio, sessionGapMinutes },
    )
    return { state: 'succeeded', receipt }
  } catch (error) {
    if (error instanceof ExportUnusable) return { state: 'unusable', error }
    if (error instanceof LeaseLost) return { state: 'lost', error }
    if (error instanceof CourseGone) return { state: 'gone', error }
    return { state: isEnvironmentTrouble(error) ? 'interrupted' : 'broken', error }
  }
}

/** What follows from the outcome, in the database first and then on the disk; a crash between is recovered from. */
async function conclude(context: WorkerContext, lease: Lease, outcome: Outcome): Promise<void> {
  const { pool } = context
  switch (outcome.state) {
    case 'succeeded':
      await putAway(context, lease.importId)
      break
    case 'unusable': {
      const { code, message } = outcome.error
      if (await failImport(pool, lease, { code, text: message }))
        await putAway(context, lease.importId)
      break
    }
    case 'gone':
      await failImport(pool, lease, courseGone)
      await keepFiles(context, lease.importId)
      break
    case 'interrupted':
      await handBackWhenPossible(context, lease)
      return
    case 'broken':
      await handBack(pool, lease, { pauseSeconds, counts: true })
      await giveUpImports(context)
      break
    case 'lost':
      return
  }
  await tellAdministrators(context)
  await publishImports(context, { courseId: lease.courseId })
}

const courseGone = {
  code: 'gave_up',
  text: 'The course was deleted while its export was imported: nothing of it is stored.',
} as const

/** Of an import whose course is gone, with its own row or without: no list leads to them any more. */
async function keepFiles({ directories, log }: WorkerContext, importId: number): Promise<void> {
  const { code: failureCode, text: failureText } = courseGone
  const file = { id: importId, fileName: `${importId}.zip` }
  try {
    await putAwayFiles(directories, { ...file, state: 'failed', failureCode, failureText })
  } catch (error) {
    log.error({ err: error, importId }, 'the files of an import could not be put away')
  }
}

/** Trouble here must not undo what has been decided: `recover-imports` tries again each minute. */
async function putAway({ pool, directories, log }: WorkerContext, importId: number): Promise<void> {
  try {
    for (const ended of await importsById(pool, [importId])) await putAwayFiles(directories, ended)
  } catch (error) {
    log.error({ err: error, importId }, 'the files of an import could not be put away')
  }
}

/**
 * While the database is away nothing can be handed back. Waiting for it is worth while: a lease that runs
 * out would count as a crash of the import.
 */
async function handBackWhenPossible({ pool, log, stopping }: WorkerContext, lease: Lease) {
  while (!stopping.aborted) {
    try {
      await handBack(pool, lease, { pauseSeconds, counts: false })
      return
    } catch (error) {
      log.warn({ err: error, importId: lease.importId }, 'an import could not be handed back')
      await sleep(handBackAgainMs, undefined, { signal: stopping }).catch(() => {})
    }
  }
}

interface Ended {
  lease: Lease
  outcome: Outcome
  startedAt: number
}

/** The one line of the log for each import. */
function report({ log, metrics }: WorkerContext, { lease, outcome, startedAt }: Ended): void {
  const seconds = Math.round(performance.now() - startedAt) / 1000
  const { importId, courseId, attempt } = lease
  const receipt = outcome.state === 'succeeded' ? outcome.receipt : undefined
  metrics.observeImport(outcome.state, seconds, receipt)
  const fields = { importId, courseId, attempt, state: outcome.state, seconds }
  switch (outcome.state) {
    case 'succeeded': {
      const files = Object.values(outcome.receipt.files)
      const sum = (count: 'read' | 'stored') => files.reduce((rows, file) => rows + file[count], 0)
      log.info({ ...fields, rowsRead: sum('read'), rowsStored: sum('stored') }, 'imported')
      break
    }
    case 'unusable':
      log.warn({ ...fields, failure: outcome.error.code }, 'an export could not be used')
      break
    case 'gone':
      log.warn({ ...fields, failure: courseGone.code }, 'the course of an import was deleted')
      break
    case 'interrupted':
    case 'broken':
    case 'lost':
      log.error({ ...fields, err: outcome.error }, 'an import did not come to its end')
  }
}
