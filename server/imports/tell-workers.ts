import type { Job } from '#lib/jobs.ts'
import type { Deps } from '../deps.ts'

/**
 * Tells the workers of what a row says they have to do. The row is what counts: while the broker is away it
 * waits until a task of the scheduler finds it.
 */
export async function tellWorkers({ publish, log }: Pick<Deps, 'publish' | 'log'>, job: Job) {
  try {
    await publish(job)
  } catch (error) {
    log.warn({ err: error, ...job }, 'the workers could not be told')
  }
}
