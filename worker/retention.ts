import { clearCourse } from '#import/clear-course.ts'
import { CourseNotLocked } from '#import/load/course-lock.ts'
import { endedImportIdsOf } from '#import/load/removal.ts'
import { ChangeRefused } from '#import/problems.ts'
import type { WorkerContext } from './context.ts'
import { removeImportFiles } from './import-files.ts'
import {
  auditRetention,
  coursesPastTheirTime,
  forgetLeftOut,
  type CoursePastItsTime,
} from './retention-rows.ts'

type Context = Pick<WorkerContext, 'pool' | 'log' | 'directories' | 'courseKeepDays'>

const waitSeconds = 2

/**
 * Empties courses that have been kept long enough of everything that exports brought, files included. Course,
 * owners and events stay. Returns those that were emptied; one that is being imported has its turn next time.
 */
export async function applyRetention(context: Context): Promise<CoursePastItsTime[]> {
  const { pool, log, courseKeepDays } = context
  const emptied: CoursePastItsTime[] = []
  for (const course of await coursesPastTheirTime(pool, courseKeepDays)) {
    try {
      await empty(context, course)
      emptied.push(course)
    } catch (error) {
      const { courseId } = course
      if (error instanceof CourseNotLocked || error instanceof ChangeRefused) {
        log.warn({ courseId, reason: error.message }, 'a course is kept for now')
      } else log.error({ err: error, courseId }, 'a course could not be emptied')
    }
  }
  return emptied
}

async function empty({ pool, directories }: Context, course: CoursePastItsTime): Promise<void> {
  const { courseId } = course
  const removeFiles = async () => {
    const ids = await endedImportIdsOf(pool, courseId)
    for (const id of ids) await removeImportFiles(directories, id)
  }
  // A course without people is not looked at again: its files go before, and those that came meanwhile after.
  await removeFiles()
  await clearCourse(pool, courseId, { waitSeconds })
  await forgetLeftOut(pool, courseId)
  await removeFiles()
  await auditRetention(pool, course)
}
