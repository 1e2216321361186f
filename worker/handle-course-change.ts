import { clearCourse } from '#import/clear-course.ts'
import { countSplits } from '#import/count-splits.ts'
import { CourseGone } from '#import/load/course.ts'
import { ChangeRefused } from '#import/problems.ts'
import { rebuildStaleFigures } from '#import/rebuild-figures.ts'
import { recountStudents } from '#import/recount-students.ts'
import { removeCourse } from '#import/remove-course.ts'
import { undoImport } from '#import/undo-import.ts'
import type { Job } from '#lib/jobs.ts'
import type { WorkerContext } from './context.ts'
import { isEnvironmentTrouble } from './environment-trouble.ts'
import { removeImportFiles } from './import-files.ts'
import { putOff } from './put-off.ts'

export type CourseChangeJob = Extract<
  Job,
  {
    job:
      | 'undo-import'
      | 'clear-course'
      | 'recount-course'
      | 'count-splits'
      | 'rebuild-figures'
      | 'remove-course'
  }
>

/** They wait in the queue of imports: a change waits for an import of its course, and the other way round. */
export const isCourseChange = (job: Job): job is CourseChangeJob =>
  job.job === 'undo-import' ||
  job.job === 'clear-course' ||
  job.job === 'recount-course' ||
  job.job === 'count-splits' ||
  job.job === 'rebuild-figures' ||
  job.job === 'remove-course'

/** For whoever else is at the course. Also the pause before a change that was put off is tried again. */
const waitSeconds = 2

const underWay = new Set<CourseChangeJob>()

/** What this process is doing: when it ends before that, some of it is lost. */
export const changesUnderWay = (): CourseChangeJob[] => [...underWay]

/**
 * Undoes an import, clears a course, brings into its figures whom somebody left out or its new dates, counts
 * what lies before its events, or removes what a deleted course has left. What cannot be done as the course
 * stands is logged, and not tried again; a message that comes twice finds nothing left to do.
 */
export async function changeCourse(context: WorkerContext, job: CourseChangeJob): Promise<void> {
  const { log } = context
  const startedAt = performance.now()
  underWay.add(job)
  try {
    const done = await change(context, job)
    const seconds = Math.round(performance.now() - startedAt) / 1000
    log.info({ ...job, ...done, seconds }, 'course changed')
  } catch (error) {
    if (error instanceof ChangeRefused || error instanceof CourseGone) {
      log.warn({ ...job, reason: error.message }, 'course not changed')
    } else if (isEnvironmentTrouble(error)) await putOff(context, job, error)
    else throw error
  } finally {
    underWay.delete(job)
  }
}

function change(
  { pool, directories, sessionGapMinutes }: WorkerContext,
  job: CourseChangeJob,
): Promise<object> {
  // As an import's, on the disk whose room is watched.
  const settings = { sessionGapMinutes, waitSeconds, spoolDirectory: directories.processing }
  switch (job.job) {
    case 'undo-import':
      return undoImport(pool, job.importId, settings)
    case 'clear-course':
      return clearCourse(pool, job.courseId, settings)
    case 'recount-course':
      return recountStudents(pool, job.courseId, settings)
    case 'count-splits':
      return countSplits(pool, job.courseId, settings)
    case 'rebuild-figures':
      return rebuildStaleFigures(pool, job.courseId, settings)
    case 'remove-course': {
      const removeFiles = (importId: number) => removeImportFiles(directories, importId)
      return removeCourse(pool, job.courseId, { removeFiles, waitSeconds })
    }
  }
}
