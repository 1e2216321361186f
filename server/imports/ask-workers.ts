import type { Db } from '#drizzle/db.ts'
import type { Job } from '#lib/jobs.ts'
import { whyNotNow, whyNotUndone } from '#shared/course-change.ts'
import { ApiError, notFound } from '../api-error.ts'
import type { Deps } from '../deps.ts'
import { lockImport, newestSucceededOf, runningImportOf } from '../repositories/imports.ts'

/** Refuses to have an import undone that cannot be, as the worker would later; its course. */
export async function requireUndoable(db: Db, id: number): Promise<number> {
  const row = await lockImport(db, id)
  if (!row) throw notFound()
  const { courseId, state } = row
  const refusal = whyNotUndone(id, {
    state,
    newestSucceeded: await newestSucceededOf(db, courseId),
    running: await runningImportOf(db, courseId),
  })
  if (refusal !== undefined) throw new ApiError(409, refusal)
  return courseId
}

/** Refuses to change what a course holds while one of its imports does. */
export async function requireNoneRunning(db: Db, courseId: number): Promise<void> {
  const refusal = whyNotNow(await runningImportOf(db, courseId))
  if (refusal !== undefined) throw new ApiError(409, refusal)
}

/** Has the workers do what only they can. No row tells of it: without a message nothing is going to happen. */
export async function askWorkers({ publish, log }: Pick<Deps, 'publish' | 'log'>, job: Job) {
  try {
    await publish(job)
  } catch (error) {
    log.warn({ err: error, ...job }, 'the workers could not be asked')
    throw new ApiError(
      503,
      'The workers cannot be reached just now, nothing has changed: try again.',
    )
  }
}
