import type { Pool, PoolConnection } from 'mysql2/promise'
import { selectRows } from './sql.ts'

const longestWaitSeconds = 600

/** The course's lock could not be had, or was lost before the end: nothing has changed, and it may go next time. */
export class CourseNotLocked extends Error {
  override name = 'CourseNotLocked'
}

/** Says whether the lock is still held; asked before a commit. */
export type LockCheck = (connection: PoolConnection) => Promise<void>

/**
 * Holds the course's lock while `work` runs, so that no two processes write the facts or figures of a course at
 * once. The lock belongs to a connection of its own: it goes when the process dies. Throws `CourseNotLocked`
 * where another process holds it for longer than `waitSeconds`.
 */
export async function withCourseLock<T>(
  pool: Pool,
  courseId: number,
  work: (assertHeld: LockCheck) => Promise<T>,
  waitSeconds = longestWaitSeconds,
): Promise<T> {
  const holder = await pool.getConnection()
  let isHeld = false
  try {
    const [answer] = await selectRows<{ got: number | null; name: string; id: number }>(
      holder,
      // A lock's name is the whole server's: another installation on it has courses of the same numbers.
      `SELECT name, GET_LOCK(name, ?) AS got, CONNECTION_ID() AS id FROM (
        SELECT CONCAT('cloop-course-', LEFT(SHA1(DATABASE()), 12), '-', ?) AS name) AS lock_name`,
      [waitSeconds, courseId],
    )
    if (answer?.got !== 1) {
      throw new CourseNotLocked(
        `course ${courseId} is still locked by another process after ${waitSeconds} s`,
      )
    }
    isHeld = true
    const { name, id } = answer
    const result = await work(async (connection) => {
      const [lock] = await selectRows<{ holder: number | null }>(
        connection,
        'SELECT IS_USED_LOCK(?) AS holder',
        [name],
      )
      if (lock?.holder !== id) {
        throw new CourseNotLocked(`the lock of course ${courseId} was lost`)
      }
    })
    await holder.query('DO RELEASE_LOCK(?)', [name])
    isHeld = false
    return result
  } finally {
    // With its connection an unreleased lock goes, too.
    if (isHeld) holder.destroy()
    else holder.release()
  }
}
