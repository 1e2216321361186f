import { and, eq, inArray } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { courseOfferings, courseRemovals } from '#drizzle/schema/courses.ts'
import { imports } from '#drizzle/schema/imports.ts'

/**
 * Takes a course away from everybody: no import of it begins any more. What it holds is deleted by a worker,
 * whom the new row reminds.
 */
export async function removeOffering(db: Db, courseId: number, requestedAt: Date): Promise<void> {
  await db
    .update(imports)
    .set({ state: 'cancelled', finishedAt: requestedAt })
    .where(and(eq(imports.courseId, courseId), inArray(imports.state, ['queued'])))
  await db.delete(courseOfferings).where(eq(courseOfferings.id, courseId))
  await db.insert(courseRemovals).values({ courseId, requestedAt })
}
