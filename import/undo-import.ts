import type { Pool } from 'mysql2/promise'
import { inCourseTransaction } from './course-transaction.ts'
import { markCourseCounted } from './load/course.ts'
import { markUndone, selectImportStanding, type ImportStanding } from './load/imports.ts'
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
  settings: FigureSettings,
): Promise<TakenBack> {
  const { courseId, running } = undoable(importId, await selectImportStanding(pool, importId))
  if (running !== null) {
    throw new ChangeRefused(`Import ${running} of this course is running: wait until it has ended.`)
  }
  return inCourseTransaction(pool, courseId, async (connection, workDirectory) => {
    undoable(importId, await selectImportStanding(connection, importId))
    const rowsBack = await putBack(connection, { courseId, importId })
    const taken = await deleteBrought(connection, { courseId, importId })
    await markUndone(connection, { courseId, importId })
    const hasChanged = rowsBack > 0 || Object.values(taken).some((rows) => rows > 0)
    if (hasChanged) await countCourse(connection, courseId, { ...settings, workDirectory })
    else await markCourseCounted(connection, courseId, null)
    return taken
  })
}

function undoable(importId: number, standing: ImportStanding | undefined): ImportStanding {
  if (!standing) throw new ChangeRefused(`There is no import ${importId}.`)
  const { state, newestSucceeded } = standing
  if (state !== 'succeeded') {
    throw new ChangeRefused(
      state === 'undone'
        ? `Import ${importId} was undone already.`
        : `Import ${importId} is ${state}: only one that has succeeded can be undone.`,
    )
  }
  if (newestSucceeded !== importId) {
    throw new ChangeRefused(
      `Import ${newestSucceeded} came into this course after import ${importId}: undo that one first.`,
    )
  }
  return standing
}
