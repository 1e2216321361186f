import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { resources } from '#drizzle/schema/facts.ts'
import { assessmentGrades } from '#drizzle/schema/figures.ts'

/** Each assessment with mean and median of its newest grades, where it has any. Walks the course's resources. */
export async function gradesByAssessment(db: Db, courseId: number) {
  return db
    .select({
      resourceNo: resources.resourceNo,
      key: resources.resourceKey,
      title: resources.title,
      average: assessmentGrades.average,
      median: assessmentGrades.median,
      graded: assessmentGrades.graded,
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
    .orderBy(
      asc(isNull(resources.position)),
      asc(resources.position),
      asc(resources.title),
      asc(resources.resourceNo),
    )
}
