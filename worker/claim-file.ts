import { dropUnclaimed, insertImport, markClaimed } from '#drizzle/claims.ts'
import {
  closeToOthers,
  fingerprintFile,
  isTaken,
  lstatIfThere,
  putStrayAside,
  takeFile,
  zipPath,
} from '#lib/files.ts'
import { unclaimedImports, type Unclaimed } from './claims.ts'
import type { WorkerContext } from './context.ts'
import type { Dropped } from './look.ts'

type Context = Pick<WorkerContext, 'pool' | 'log' | 'directories'>

/**
 * Takes a file for a course: first the import's row, then the file by one rename, then the row says so.
 * A crash after any step is mended by `mendClaims` or by the next claim of the same path. Of two scanners
 * that claim the same file, the rename lets one win. Returns the import's id, or undefined if the file is gone.
 */
export async function claimFile(
  context: Context,
  { file, courseId, rowId }: { file: Dropped; courseId: number; rowId?: number | undefined },
): Promise<number | undefined> {
  const id = rowId ?? (await insertRow(context, file, courseId))
  if (!(await takeFile(file.path, zipPath(context.directories, id)))) {
    await dropUnclaimed(context.pool, id)
    return undefined
  }
  await finishClaim(context, id)
  return id
}

async function insertRow({ pool, directories, log }: Context, file: Dropped, courseId: number) {
  const id = await insertImport(pool, {
    courseId,
    fileName: file.name,
    sourcePath: file.path,
    sizeBytes: file.sizeBytes,
    broughtBy: `directory ${file.directory}`.slice(0, 255),
  })
  const stray = await putStrayAside(zipPath(directories, id))
  if (stray) log.error({ importId: id, path: stray }, 'a zip without a row is put aside')
  return id
}

/** The file lies where it belongs and is ours: what it is, and that the import may begin, goes into its row. */
async function finishClaim({ pool, directories }: Context, id: number): Promise<void> {
  const target = zipPath(directories, id)
  const file = await fingerprintFile(target)
  await closeToOthers(target)
  await markClaimed(pool, id, file)
}

/**
 * Mends claims that a crash cut short, and returns the rows whose files still lie where they were dropped,
 * by path: a new claim of such a file goes on with its row. Each row in its own try.
 */
export async function mendClaims(context: Context): Promise<Map<string, Unclaimed>> {
  const waiting = new Map<string, Unclaimed>()
  for (const row of await unclaimedImports(context.pool)) {
    try {
      if ((await mendClaim(context, row)) === 'still dropped' && row.sourcePath) {
        waiting.set(row.sourcePath, row)
      }
    } catch (error) {
      context.log.error({ err: error, importId: row.id }, 'a claim could not be mended')
    }
  }
  return waiting
}

/**
 * A file that has left its place is looked for first, since another of the same name may lie there by now;
 * and once more at the end, since a claim under way may have moved it meanwhile.
 */
async function mendClaim(context: Context, { id, sourcePath, isOld }: Unclaimed) {
  // An upload has no source; its row, while young, belongs to the process that is writing the file.
  if (sourcePath === null && !isOld) return 'under way'
  const target = zipPath(context.directories, id)
  const path = sourcePath ?? target
  const wasTaken = await isTaken(path, target)
  if (!wasTaken && sourcePath !== null && (await lstatIfThere(sourcePath))) return 'still dropped'
  if (wasTaken || (await isTaken(path, target))) {
    await finishClaim(context, id)
    context.log.warn({ importId: id }, 'a claim that was cut short is mended')
    return 'mended'
  }
  await dropUnclaimed(context.pool, id)
  return 'dropped'
}
