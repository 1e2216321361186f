import { mkdir, rm } from 'node:fs/promises'
import type { Db } from '#drizzle/db.ts'
import { keptPaths, lstatIfThere, moveIfThere, zipPath } from '#lib/files.ts'
import type { ImportState } from '#shared/import.ts'
import { ApiError, notFound } from '../api-error.ts'
import type { Deps } from '../deps.ts'
import { cancelImport, lockImport, queueAgain } from '../repositories/imports.ts'

type Directories = Deps['settings']['directories']

export interface StateChange {
  id: number
  directories: Directories
  now: Date
}

/**
 * Has a failed import wait again, in the caller's transaction. What its failure had left goes; the zip stays
 * where it is kept, for the worker brings it back when it begins. Returns the import's course.
 */
export async function retryImport(db: Db, { id, directories }: StateChange): Promise<number> {
  const { courseId } = await lockedIn(db, { id, state: 'failed', otherwise: insteadOfRetry })
  const kept = keptPaths(directories, id)
  if (!(await lstatIfThere(kept.zip)) && !(await lstatIfThere(zipPath(directories, id)))) {
    throw new ApiError(409, 'The zip of this import is no longer kept: upload the export again.')
  }
  await rm(kept.errors, { force: true })
  await rm(kept.rejects, { force: true })
  await queueAgain(db, id)
  return courseId
}

/** Takes an import back that waits, in the caller's transaction. Returns its course. */
export async function cancelWaiting(db: Db, { id, now }: StateChange): Promise<number> {
  const { courseId } = await lockedIn(db, { id, state: 'queued', otherwise: insteadOfCancel })
  await cancelImport(db, id, now)
  return courseId
}

/** Keeps the zip of an import that was cancelled, where those of failed imports are kept. */
export async function keepCancelledZip(directories: Directories, id: number): Promise<void> {
  const kept = keptPaths(directories, id)
  if (!(await lstatIfThere(zipPath(directories, id)))) return
  await mkdir(kept.directory, { recursive: true })
  await moveIfThere(zipPath(directories, id), kept.zip)
}

interface Wanted<State extends ImportState> {
  id: number
  state: State
  otherwise: Record<Exclude<ImportState, State>, string>
}

async function lockedIn<State extends ImportState>(
  db: Db,
  { id, state, otherwise }: Wanted<State>,
) {
  const row = await lockImport(db, id)
  if (!row) throw notFound()
  if (row.state === state) return row
  throw new ApiError(409, otherwise[row.state as Exclude<ImportState, State>])
}

const insteadOfRetry = {
  queued: 'This import waits already: it begins when those of its course before it have ended.',
  running: 'This import is running: wait until it has ended.',
  succeeded: 'This import has succeeded: there is nothing to try again.',
  cancelled: 'This import was cancelled: upload the export again.',
  undone: 'This import was undone: upload the export again.',
}

const insteadOfCancel = {
  running: 'This import is running: wait until it has ended, then undo it if need be.',
  succeeded: 'This import has succeeded: undo it to take it back.',
  failed:
    'This import has failed, and nothing of the course has changed: leave it, or try it again.',
  cancelled: 'This import is cancelled already.',
  undone: 'This import was undone already.',
}
