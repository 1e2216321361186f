import type { Course } from '#shared/course.ts'
import { dayOfInstant } from '../texts/format.ts'
import { coverageOf, type Coverage } from './coverage.ts'

/** How far the data of a course reach, on its own calendar. */
export function courseCoverage(course: Course): Coverage {
  const { lastActivityAt, lastImport, timeZone } = course
  const dayOf = (instant: string | null) => (instant ? dayOfInstant(instant, timeZone) : null)
  return coverageOf(course, {
    activity: dayOf(lastActivityAt),
    import: lastImport?.state === 'succeeded' ? dayOf(lastImport.finishedAt) : null,
  })
}
