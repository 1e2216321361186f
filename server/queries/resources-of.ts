import { and, eq } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { resources } from '#drizzle/schema/facts.ts'
import type { Category } from '#shared/resource-category.ts'
import { byTreeOrder } from '../shaping/tree-order.ts'

export type ResourceFields = Awaited<ReturnType<typeof resourcesOf>>[number]

interface Choice {
  courseId: number
  category?: Category | undefined
  resourceNo?: number
}

/** Resources of the course in the order of the LMS, then by title. Walks the course's resources. */
export async function resourcesOf(db: Db, { courseId, category, resourceNo }: Choice) {
  const rows = await db
    .select({
      resourceNo: resources.resourceNo,
      key: resources.resourceKey,
      title: resources.title,
      contentType: resources.resourceType,
      category: resources.category,
      parentNo: resources.parentNo,
      isForum: resources.isForum,
      goneSince: resources.goneSince,
      position: resources.position,
    })
    .from(resources)
    .where(
      and(
        eq(resources.courseId, courseId),
        category && eq(resources.category, category),
        resourceNo === undefined ? undefined : eq(resources.resourceNo, resourceNo),
      ),
    )
  return rows.sort(byTreeOrder).map(({ position, ...fields }) => fields)
}
