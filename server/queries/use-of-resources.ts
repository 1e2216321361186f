import { and, eq, gt } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { resources } from '#drizzle/schema/facts.ts'
import { studentResources } from '#drizzle/schema/figures.ts'
import type { Category } from '#shared/resource-category.ts'

/** Who opened which resource on which days. Walks what students did: a row for each resource of each student. */
export async function useOfResources(
  db: Db,
  { courseId, category }: { courseId: number; category: Category | undefined },
) {
  return db
    .select({
      resourceNo: studentResources.resourceNo,
      userNo: studentResources.userNo,
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
        gt(studentResources.visits, 0),
        category && eq(resources.category, category),
      ),
    )
}
