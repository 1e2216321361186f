import type { Pool } from 'mysql2/promise'
import { selectKnowingCourse, selectSameImport } from './load/origin.ts'
import type { Resources } from './load/resources.ts'
import type { Report } from './report.ts'

/** Fewer may bear the keys of another course's by chance. */
const fewest = 5
const mostLookedUp = 200
/** Of the resources looked up, so many belong to the other course. */
const share = 0.8

interface Origin {
  courseId: number
  importId: number
  resources: Resources
  report: Report
}

/**
 * Tells where an export seems to be another course's, delivered under the wrong name: its course knows none of
 * its resources, another one of the same LMS server nearly all. And where the very same file was imported before.
 */
export async function noticeOrigin(pool: Pool, { courseId, importId, resources, report }: Origin) {
  const same = await selectSameImport(pool, importId)
  if (same !== undefined) {
    report.notice('same_export', `The file is the same, byte for byte, as that of import ${same}.`)
  }
  const keys = someOf(resources.strangers(), mostLookedUp)
  if (keys.length < fewest) return
  const other = await selectKnowingCourse(pool, courseId, keys)
  if (!other || other.known < share * keys.length) return
  report.notice(
    'course_mismatch',
    `This seems to be the export of the course ${other.code} ("${other.title}"): its resources are known there ` +
      'and were unknown here. If so, undo this import, and deliver the file under the name of its course.',
    { file: 'all_resources.txt', count: other.known },
  )
}

/** At most so many, from all over. */
function someOf(keys: string[], most: number): string[] {
  const step = Math.max(1, keys.length / most)
  return Array.from(
    { length: Math.min(most, keys.length) },
    (_, n) => keys[Math.floor(n * step)] ?? '',
  )
}
