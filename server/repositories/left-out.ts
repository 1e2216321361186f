import { and, eq } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { lmsUsers } from '#drizzle/schema/facts.ts'
import { touchFigures } from './course-events.ts'

/**
 * Leaves a person out of the course's figures, or takes them in again. First the person, then the course: an
 * import locks them in that order.
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
}
