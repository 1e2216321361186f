import type { Pool, PoolConnection } from 'mysql2/promise'
import { whyNotNow } from '#shared/course-change.ts'
import { inCourseTransaction, type Patience } from './course-transaction.ts'
import { markCourseCounted } from './load/course.ts'
import { deleteFigures } from './load/figures.ts'
import { markUndone, selectRunning } from './load/imports.ts'
import { deleteBrought, type TakenBack } from './load/take-back.ts'
import { ChangeRefused } from './problems.ts'

/**
 * Empties a course of everything that was imported, in one transaction. Owners and events stay, the imports
 * stay as undone ones, and who was left out is left out when they come again. Imports that wait will still run.
 * Throws `ChangeRefused` while an import of the course runs.
 */
export async function clearCourse(
  pool: Pool,
  courseId: number,
  patience: Patience = {},
): Promise<TakenBack> {
  const refusal = whyNotNow(await selectRunning(pool, courseId))
  if (refusal !== undefined) throw new ChangeRefused(refusal)
  const clear = async (connection: PoolConnection) => {
    const taken = await deleteBrought(connection, { courseId })
    await deleteFigures(connection, courseId)
    await markUndone(connection, { courseId })
    await markCourseCounted(connection, courseId, null)
    return taken
  }
  return inCourseTransaction(pool, courseId, clear, patience)
}
