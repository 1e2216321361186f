import { chmod, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fingerprintFile, hasCode, lstatIfThere, moveFile, syncDirectory } from '#lib/files.ts'
import {
  dropUnclaimed,
  insertImport,
  markClaimed,
  unclaimedImports,
  type Unclaimed,
} from './claims.ts'
import type { WorkerContext } from './context.ts'
import { zipPath } from './import-files.ts'
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
  if (!(await takeFile(context, id, file.path))) {
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
  // Ids begin anew when a database is restored; a zip of a former life must not be taken for this one.
  const target = zipPath(directories, id)
  if (await lstatIfThere(target)) {
    log.error({ importId: id }, 'a zip without a row lay in the processing directory: put aside')
    await rename(target, `${target}.stray-${Date.now()}`)
  }
  return id
}

/** Under this name a file waits in its own directory while it is copied to another file system. */
const asidePath = (id: number, path: string) => join(dirname(path), `.cloop-${id}.zip`)

/** False if there is nothing to take. A rename decides who has the file, also where a copy must follow. */
async function takeFile({ directories }: Context, id: number, path: string): Promise<boolean> {
  if (await isTaken({ directories }, id, path)) return true
  const target = zipPath(directories, id)
  try {
    if (!(await renameIfThere(path, target))) return isTaken({ directories }, id, path)
    await syncDirectory(directories.processing)
    return true
  } catch (error) {
    if (!hasCode(error, 'EXDEV')) throw error
    await renameIfThere(path, asidePath(id, path))
    return isTaken({ directories }, id, path)
  }
}

/** Whether the row's file has left its place; brings it where it belongs if that is not done yet. */
async function isTaken({ directories }: Pick<Context, 'directories'>, id: number, path: string) {
  const target = zipPath(directories, id)
  const aside = asidePath(id, path)
  if (await lstatIfThere(aside)) await moveFile(aside, target)
  return (await lstatIfThere(target)) !== undefined
}

async function renameIfThere(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false
    throw error
  }
}

/** The file lies where it belongs and is ours: what it is, and that the import may begin, goes into its row. */
async function finishClaim({ pool, directories }: Context, id: number): Promise<void> {
  const target = zipPath(directories, id)
  const file = await fingerprintFile(target)
  const owner = (await lstatIfThere(target))?.uid
  // Only ours to read, whatever the exporter thought; a file of another user's stays as it is.
  if (owner === process.getuid?.()) await chmod(target, 0o600)
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
  const path = sourcePath ?? zipPath(context.directories, id)
  const wasTaken = await isTaken(context, id, path)
  if (!wasTaken && sourcePath !== null && (await lstatIfThere(sourcePath))) return 'still dropped'
  if (wasTaken || (await isTaken(context, id, path))) {
    await finishClaim(context, id)
    context.log.warn({ importId: id }, 'a claim that was cut short is mended')
    return 'mended'
  }
  await dropUnclaimed(context.pool, id)
  return 'dropped'
}
