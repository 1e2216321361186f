import { and, eq } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { assessmentGrades, resourceWeeks } from '#drizzle/schema/figures.ts'

/** One resource's figures over the whole course; undefined where nobody has done anything there. By the primary keys. */
export async function totalsOfResource(
  db: Db,
  { courseId, resourceNo }: { courseId: number; resourceNo: number },
) {
  const [totals] = await db
    .select({
      visits: resourceWeeks.visits,
      students: resourceWeeks.students,
      posts: resourceWeeks.posts,
      attempts: resourceWeeks.attempts,
      averageGrade: assessmentGrades.average,
      medianGrade: assessmentGrades.median,
    })
    .from(resourceWeeks)
    .leftJoin(
      assessmentGrades,
      and(
        eq(assessmentGrades.courseId, resourceWeeks.courseId),
        eq(assessmentGrades.resourceNo, resourceWeeks.resourceNo),
      ),
    )
    .where(
      and(
        eq(resourceWeeks.courseId, courseId),
        eq(resourceWeeks.resourceNo, resourceNo),
        eq(resourceWeeks.week, 0),
      ),
    )
  return totals
}
