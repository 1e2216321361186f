import { setTimeout as sleep } from 'node:timers/promises'
import { CourseNotLocked } from '#import/load/course-lock.ts'
import type { Job } from '#lib/jobs.ts'
import type { WorkerContext } from './context.ts'

const troublePauseMs = 10_000

/**
 * To the end of the queue: who holds the course may do so for hours, and this slot has other work. After other
 * trouble, such as a database that is away, there is a pause first, so that nothing runs hot.
 */
export async function putOff(
  { broker, log, stopping }: Pick<WorkerContext, 'broker' | 'log' | 'stopping'>,
  job: Job,
  why: unknown,
): Promise<void> {
  if (why instanceof CourseNotLocked) log.debug({ ...job, reason: why.message }, 'course is busy')
  else {
    log.warn({ ...job, err: why }, 'a job is put off')
    await sleep(troublePauseMs, undefined, { signal: stopping }).catch(() => {})
  }
  await broker.publish(job)
}
