import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '#lib/log.ts'
import type { Scheduler } from './scheduler.ts'

const tickMs = 1000
const afterTroubleMs = 5000

/** Has the scheduler tick until the process is about to end, never twice at once. */
export async function tickOn(
  scheduler: Pick<Scheduler, 'tick'>,
  log: Logger,
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    const pauseMs = await scheduler.tick(new Date()).then(
      () => tickMs,
      (error: unknown) => {
        log.error({ err: error }, 'a tick failed')
        return afterTroubleMs
      },
    )
    await sleep(pauseMs, undefined, { signal: stopping }).catch(() => {})
  }
}
