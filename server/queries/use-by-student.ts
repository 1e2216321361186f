import { and, eq } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { resources } from '#drizzle/schema/facts.ts'
import { studentResources } from '#drizzle/schema/figures.ts'

/** What one student opened, all of it or one resource, and on which days. By the primary key, for each resource. */
export async function useByStudent(
  db: Db,
  { courseId, userNo, resourceNo }: { courseId: number; userNo: number; resourceNo?: number },
) {
  return db
    .select({
      resourceNo: studentResources.resourceNo,
      category: resources.category,
      visitDays: studentResources.visitDays,
    })
    .from(studentResources)
    .innerJoin(
      resources,
      and(
        eq(resources.courseId, studentResources.courseId),
        eq(resources.resourceNo, studentResources.resourceNo),
      ),
    )
    .where(
      and(
        eq(studentResources.courseId, courseId),
        eq(studentResources.userNo, userNo),
        resourceNo === undefined ? undefined : eq(studentResources.resourceNo, resourceNo),
      ),
    )
}
