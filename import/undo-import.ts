import type { Pool, PoolConnection } from 'mysql2/promise'
import { whyNotUndone } from '#shared/course-change.ts'
import { inCourseTransaction, type Patience } from './course-transaction.ts'
import { markCourseCounted } from './load/course.ts'
import { markUndone, selectImportStanding, type CourseImport } from './load/imports.ts'
import { deleteBrought, putBack, type TakenBack } from './load/take-back.ts'
import { ChangeRefused } from './problems.ts'
import { countCourse, type FigureSettings } from './rebuild-figures.ts'

/**
 * Takes back the newest succeeded import of a course, in one transaction: facts, people, resources and every
 * figure are what they were before it. The figures are counted anew where the import had changed anything, so
 * that it takes as long as counting the course does. Throws `ChangeRefused` where the import cannot be undone (now).
 */
export async function undoImport(
  pool: Pool,
  importId: number,
  settings: FigureSettings & Patience,
): Promise<TakenBack> {
  const { courseId } = undoable(importId, await selectImportStanding(pool, importId))
  const undo = async (connection: PoolConnection, workDirectory: string) => {
    const standing = await selectImportStanding(connection, importId)
    // One that has begun meanwhile waits for the course, as this one has.
    undoable(importId, standing && { ...standing, running: null })
    const rowsBack = await putBack(connection, { courseId, importId })
    const taken = await deleteBrought(connection, { courseId, importId })
    await markUndone(connection, { courseId, importId })
    const hasChanged = rowsBack > 0 || Object.values(taken).some((rows) => rows > 0)
    if (hasChanged) await countCourse(connection, courseId, { ...settings, workDirectory })
    else await markCourseCounted(connection, courseId, null)
    return taken
  }
  return inCourseTransaction(pool, courseId, undo, settings)
}

function undoable(importId: number, standing: CourseImport | undefined): CourseImport {
  if (!standing) throw new ChangeRefused(`There is no import ${importId}.`)
  const refusal = whyNotUndone(importId, standing)
  if (refusal !== undefined) throw new ChangeRefused(refusal)
  return standing
}
