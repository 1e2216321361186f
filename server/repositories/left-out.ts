import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { courseOfferings } from '#drizzle/schema/courses.ts'
import { lmsUsers } from '#drizzle/schema/facts.ts'
import { touchFigures } from './course-events.ts'

/**
 * Leaves a person out of the course's figures, or takes them in again. First the person, then the course: an
 * import locks them in that order. The course remembers that its figures have yet to follow.
 */
export async function setLeftOut(
  db: Db,
  { courseId, userNo, leftOut }: { courseId: number; userNo: number; leftOut: boolean },
): Promise<void> {
  await db
    .update(lmsUsers)
    .set({ leftOut })
    .where(and(eq(lmsUsers.courseId, courseId), eq(lmsUsers.userNo, userNo)))
  await touchFigures(db, courseId)
  await db
    .update(courseOfferings)
    .set({ recountSince: sql`UTC_TIMESTAMP(6)` })
    .where(eq(courseOfferings.id, courseId))
}
