import { setTimeout as sleep } from 'node:timers/promises'
import type { WorkerContext } from './context.ts'
import { renewLease, type Lease } from './leases.ts'

export interface Progress {
  phase: string
  rows: number
  of: number
}

export interface LeaseKeeper {
  note: (progress: Progress) => void
  stop: () => Promise<void>
}

/**
 * Renews a lease every third of its time, and each second in which the import has come further, so that the
 * progress shows. While the database is away it tries on: should another worker have taken the lease by
 * then, the import notices before it commits.
 */
export function keepLease({ pool, log, imports }: WorkerContext, lease: Lease): LeaseKeeper {
  const { leaseSeconds } = imports
  const thirdMs = (leaseSeconds * 1000) / 3
  const stopped = new AbortController()
  let noted: Progress | undefined

  async function keep() {
    let written: Progress | undefined
    let renewedAt = performance.now()
    for (;;) {
      await sleep(Math.min(1000, thirdMs), undefined, { signal: stopped.signal }).catch(() => {})
      if (stopped.signal.aborted) return
      if (noted === written && performance.now() - renewedAt < thirdMs) continue
      try {
        const progress = noted
        if (!(await renewLease(pool, { lease, leaseSeconds, progress }))) return
        written = progress
        renewedAt = performance.now()
      } catch (error) {
        log.warn({ err: error, importId: lease.importId }, 'a lease could not be renewed')
      }
    }
  }

  const keeping = keep()
  return {
    note: (progress) => (noted = progress),
    stop: async () => {
      stopped.abort()
      await keeping
    },
  }
}
