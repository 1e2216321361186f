import type { Db } from '#drizzle/db.ts'
import { cronTrouble, nextSlot } from '#lib/cron.ts'
import { jobSchema } from '#lib/jobs.ts'
import type { TaskChange } from '#shared/tasks.ts'
import { ApiError, badField, notFound } from '../api-error.ts'
import { addRun, changeTask, lockTask, runUnderWay } from './tasks.ts'

/** Changes when a task runs. Its next slot follows at once; a slot that was due meanwhile is let go. */
export async function changeExistingTask(
  db: Db,
  { name, change, now }: { name: string; change: TaskChange; now: Date },
): Promise<void> {
  const before = await lockTask(db, name)
  if (!before) throw notFound()
  const { cron, timeZone, enabled } = { ...before, ...change }
  const trouble = cronTrouble(cron, timeZone, now)
  // A task can be switched off whatever its times are.
  if (trouble && (enabled || change.cron !== undefined)) throw badField('cron', trouble)
  const nextRunAt = enabled ? nextSlot(cron, timeZone, now) : null
  await changeTask(db, name, { cron, timeZone, enabled, nextRunAt })
}

/** Notes down a run between the slots and returns its id; it is to be published after the commit. */
export async function startTask(db: Db, name: string, now: Date): Promise<number> {
  if (!(await lockTask(db, name))) throw notFound()
  if (!jobSchema.safeParse({ job: name, runId: 1 }).success) {
    throw new ApiError(409, 'This version of cloop does not know the task: it cannot be run.')
  }
  const underWay = await runUnderWay(db, name)
  if (underWay?.state === 'published') throw new ApiError(409, waiting)
  if (underWay) throw new ApiError(409, 'The task is running: wait until it has ended.')
  const id = await addRun(db, { taskName: name, slotAt: now })
  if (id === null) throw new ApiError(409, waiting)
  return id
}

const waiting = 'A run of the task waits for a worker already: wait until it has ended.'
