import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool, PoolConnection } from 'mysql2/promise'
import { inTransaction } from '#drizzle/pool.ts'
import { withCourseLock, type LockCheck } from './load/course-lock.ts'
import { repeatWhenBusy } from './load/repeat.ts'

export interface Patience {
  /** How long to wait for whoever else is at the course; without it, as long as an import waits. */
  waitSeconds?: number
  /** Where what does not fit into memory lies meanwhile; without it, where the system keeps such things. */
  spoolDirectory?: string
}

/**
 * Changes facts or figures of a course in one transaction, while no import of the course runs. `work` may run
 * more than once, and gets a directory for what does not fit into memory.
 */
export function inCourseTransaction<T>(
  pool: Pool,
  courseId: number,
  work: (connection: PoolConnection, workDirectory: string) => Promise<T>,
  { waitSeconds, spoolDirectory = tmpdir() }: Patience = {},
): Promise<T> {
  const changeLocked = async (assertLocked: LockCheck) => {
    const workDirectory = await mkdtemp(join(spoolDirectory, 'figures-'))
    const locked = async (connection: PoolConnection) => {
      const result = await work(connection, workDirectory)
      await assertLocked(connection)
      return result
    }
    try {
      return await repeatWhenBusy(() => inTransaction(pool, locked, 'READ COMMITTED'))
    } finally {
      await rm(workDirectory, { recursive: true, force: true })
    }
  }
  return withCourseLock(pool, courseId, changeLocked, waitSeconds)
}
