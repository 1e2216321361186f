import { and, eq } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { resources } from '#drizzle/schema/facts.ts'
import { assessmentGrades } from '#drizzle/schema/figures.ts'
import { byTreeOrder } from '../shaping/tree-order.ts'

/** Each assessment, in the order of the LMS, with mean and median of its newest grades, where it has any. Walks the course's resources. */
export async function gradesByAssessment(db: Db, courseId: number) {
  const rows = await db
    .select({
      resourceNo: resources.resourceNo,
      key: resources.resourceKey,
      title: resources.title,
      average: assessmentGrades.average,
      median: assessmentGrades.median,
      graded: assessmentGrades.graded,
      position: resources.position,
    })
    .from(resources)
    .leftJoin(
      assessmentGrades,
      and(
        eq(assessmentGrades.courseId, resources.courseId),
        eq(assessmentGrades.resourceNo, resources.resourceNo),
      ),
    )
    .where(and(eq(resources.courseId, courseId), eq(resources.category, 'assessment')))
  return rows.sort(byTreeOrder)
}
