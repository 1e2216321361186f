import { and, asc, desc, eq, gt } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { resources } from '#drizzle/schema/facts.ts'
import { assessmentGrades, resourceWeeks } from '#drizzle/schema/figures.ts'
import type { Category } from '#shared/resource-category.ts'

const rowCount = 10

/**
 * The ten resources of a category with the most visits (assessments: attempts) in a week or, as week 0,
 * in the course; without any a resource is no top. Ties by title. Walks the course's resources.
 */
export async function topResources(
  db: Db,
  { courseId, category, week }: { courseId: number; category: Category; week: number },
) {
  const rank = category === 'assessment' ? resourceWeeks.attempts : resourceWeeks.visits
  return db
    .select({
      resourceNo: resources.resourceNo,
      title: resources.title,
      contentType: resources.resourceType,
      visits: resourceWeeks.visits,
      students: resourceWeeks.students,
      posts: resourceWeeks.posts,
      attempts: resourceWeeks.attempts,
      averageGrade: assessmentGrades.average,
      medianGrade: assessmentGrades.median,
    })
    .from(resources)
    .innerJoin(
      resourceWeeks,
      and(
        eq(resourceWeeks.courseId, resources.courseId),
        eq(resourceWeeks.resourceNo, resources.resourceNo),
        eq(resourceWeeks.week, week),
      ),
    )
    .leftJoin(
      assessmentGrades,
      and(
        eq(assessmentGrades.courseId, resources.courseId),
        eq(assessmentGrades.resourceNo, resources.resourceNo),
      ),
    )
    .where(and(eq(resources.courseId, courseId), eq(resources.category, category), gt(rank, 0)))
    .orderBy(desc(rank), asc(resources.title), asc(resources.resourceNo))
    .limit(rowCount)
}
