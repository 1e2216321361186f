import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'mysql2/promise'
import { inTransaction } from '#drizzle/pool.ts'
import { CourseCalendar } from './figures/course-calendar.ts'
import { countAnew } from './load/count-anew.ts'
import { selectCourseBefore } from './load/course-before.ts'
import { withCourseLock } from './load/course-lock.ts'
import { lockUnchanged, markCourseCounted } from './load/course.ts'
import { People } from './load/people.ts'
import { repeatWhenBusy, repeatWhenChanged } from './load/repeat.ts'
import { Resources } from './load/resources.ts'

export interface RebuildSettings {
  sessionGapMinutes: number
}

/**
 * Counts all figures of a course anew from its facts, in one transaction: after its dates, or whom its figures
 * count, have changed. Facts outside the course's dates stay, and are not counted.
 */
export function rebuildFigures(
  pool: Pool,
  courseId: number,
  { sessionGapMinutes }: RebuildSettings,
): Promise<void> {
  return withCourseLock(pool, courseId, (assertLocked) =>
    repeatWhenChanged(async () => {
      const { course, people: known, resources } = await selectCourseBefore(pool, courseId)
      const people = new People(known)
      const workDirectory = await mkdtemp(join(tmpdir(), 'cloop-figures-'))
      const setting = {
        ...{ workDirectory, gapMinutes: sessionGapMinutes },
        calendar: new CourseCalendar(course),
        categoryOf: new Resources(resources).categoryIndexes(),
      }
      try {
        await repeatWhenBusy(() =>
          inTransaction(
            pool,
            async (connection) => {
              await lockUnchanged(connection, courseId, { course, leftOut: people.leftOut })
              await countAnew(connection, courseId, setting, (userNo) => people.counts(userNo))
              await assertLocked(connection)
              await markCourseCounted(connection, courseId, null)
            },
            'READ COMMITTED',
          ),
        )
      } finally {
        await rm(workDirectory, { recursive: true, force: true })
      }
    }),
  )
}
