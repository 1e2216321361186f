import { and, eq } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { studentResources } from '#drizzle/schema/figures.ts'

/** Who opened a resource, how often and on which days. By the primary key. */
export async function useOfResource(
  db: Db,
  { courseId, resourceNo }: { courseId: number; resourceNo: number },
) {
  return db
    .select({
      userNo: studentResources.userNo,
      visits: studentResources.visits,
      visitDays: studentResources.visitDays,
      firstVisitAt: studentResources.firstVisitAt,
      lastVisitAt: studentResources.lastVisitAt,
    })
    .from(studentResources)
    .where(
      and(eq(studentResources.courseId, courseId), eq(studentResources.resourceNo, resourceNo)),
    )
}
