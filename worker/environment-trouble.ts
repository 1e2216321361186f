import { CourseNotLocked } from '#import/load/course-lock.ts'
import { CourseChanged } from '#import/load/course.ts'
import { hasCode } from '#lib/files.ts'

/**
 * What the database says when it is not the statement's fault: it is going down, full, read-only, too busy,
 * or another transaction was in the way.
 */
const databaseTroubles = new Set([
  1020, 1021, 1026, 1028, 1030, 1040, 1041, 1045, 1053, 1077, 1114, 1158, 1159, 1160, 1161, 1180,
  1203, 1205, 1206, 1213, 1226, 1290, 1317, 1836, 1927, 1969, 2006, 2013, 3024, 4031,
])

/** Whether the database, or the connection to it, is to blame for an error. */
export function isDatabaseTrouble(error: Error): boolean {
  // A lost connection has no number of the server's.
  if ('fatal' in error && error.fatal === true) return true
  return 'errno' in error && 'sqlState' in error && databaseTroubles.has(Number(error.errno))
}

/**
 * Whether the machine, the network, the database or somebody who kept changing the course is to blame for an
 * error, or something that caused it, and not the export: then the import is tried again however often it
 * takes. A file that is missing is not such a case, for it would stay missing.
 */
export function isEnvironmentTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof CourseNotLocked || error instanceof CourseChanged) return true
  if ('syscall' in error && !hasCode(error, 'ENOENT')) return true
  if (isDatabaseTrouble(error)) return true
  // What went wrong while something was being closed, and what was wrong before.
  if (error instanceof SuppressedError) {
    return isEnvironmentTrouble(error.error) || isEnvironmentTrouble(error.suppressed)
  }
  return isEnvironmentTrouble(error.cause)
}
