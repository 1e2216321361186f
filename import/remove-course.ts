import type { Pool } from 'mysql2/promise'
import type { Patience } from './course-transaction.ts'
import { withCourseLock } from './load/course-lock.ts'
import { courseExists, deleteCourseRows, forgetCourse, importIdsOf } from './load/removal.ts'
import { ChangeRefused } from './problems.ts'

export interface Removed {
  rows: number
  imports: number
}

interface Removal extends Patience {
  /** Deletes every file of an import, wherever it lies; may be called again. */
  removeFiles: (importId: number) => Promise<void>
}

/**
 * Deletes what is left of a course that the site has deleted: nobody can reach it any more, so that this goes
 * in batches, and on where a crash broke it off. The rows of its imports go last, since they lead to the files.
 */
export function removeCourse(
  pool: Pool,
  courseId: number,
  { removeFiles, waitSeconds }: Removal,
): Promise<Removed> {
  const remove = async () => {
    if (await courseExists(pool, courseId)) {
      throw new ChangeRefused(`Course ${courseId} has not been deleted.`)
    }
    const rows = await deleteCourseRows(pool, courseId)
    const importIds = await importIdsOf(pool, courseId)
    for (const importId of importIds) await removeFiles(importId)
    await forgetCourse(pool, courseId)
    return { rows, imports: importIds.length }
  }
  return withCourseLock(pool, courseId, remove, waitSeconds)
}
