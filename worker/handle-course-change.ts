import { clearCourse } from '#import/clear-course.ts'
import { countSplits } from '#import/count-splits.ts'
import { ChangeRefused } from '#import/problems.ts'
import { recountStudents } from '#import/recount-students.ts'
import { undoImport } from '#import/undo-import.ts'
import type { Job } from '#lib/jobs.ts'
import type { WorkerContext } from './context.ts'

export type CourseChangeJob = Extract<
  Job,
  { job: 'undo-import' | 'clear-course' | 'recount-course' | 'count-splits' }
>

/** They wait in the queue of imports: a change waits for an import of its course, and the other way round. */
export const isCourseChange = (job: Job): job is CourseChangeJob =>
  job.job === 'undo-import' ||
  job.job === 'clear-course' ||
  job.job === 'recount-course' ||
  job.job === 'count-splits'

/**
 * Undoes an import, clears a course, brings into its figures whom somebody left out, or counts
 * what lies before its events. What cannot be done as
 * the course stands is logged, and not tried again; a message that comes twice finds nothing left to do.
 */
export async function changeCourse(context: WorkerContext, job: CourseChangeJob): Promise<void> {
  const { log } = context
  const startedAt = performance.now()
  try {
    const done = await change(context, job)
    const seconds = Math.round(performance.now() - startedAt) / 1000
    log.info({ ...job, ...done, seconds }, 'course changed')
  } catch (error) {
    if (!(error instanceof ChangeRefused)) throw error
    log.warn({ ...job, reason: error.message }, 'course not changed')
  }
}

function change({ pool, sessionGapMinutes }: WorkerContext, job: CourseChangeJob): Promise<object> {
  switch (job.job) {
    case 'undo-import':
      return undoImport(pool, job.importId, { sessionGapMinutes })
    case 'clear-course':
      return clearCourse(pool, job.courseId)
    case 'recount-course':
      return recountStudents(pool, job.courseId, { sessionGapMinutes })
    case 'count-splits':
      return countSplits(pool, job.courseId)
  }
}
