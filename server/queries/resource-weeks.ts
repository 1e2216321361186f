import { and, eq } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { resources } from '#drizzle/schema/facts.ts'
import { resourceWeeks } from '#drizzle/schema/figures.ts'
import type { Category } from '#shared/resource-category.ts'

export type ResourceMeasure = 'visits' | 'students' | 'posts' | 'attempts'

interface Question {
  courseId: number
  measure: ResourceMeasure
  category?: Category | undefined
}

/** One figure of each resource in each week with any; week 0 is the whole course. Walks the course's resources. */
export async function weeksOfResources(db: Db, { courseId, measure, category }: Question) {
  return db
    .select({
      no: resourceWeeks.resourceNo,
      week: resourceWeeks.week,
      figure: resourceWeeks[measure],
    })
    .from(resourceWeeks)
    .innerJoin(
      resources,
      and(
        eq(resources.courseId, resourceWeeks.courseId),
        eq(resources.resourceNo, resourceWeeks.resourceNo),
      ),
    )
    .where(and(eq(resourceWeeks.courseId, courseId), category && eq(resources.category, category)))
}
