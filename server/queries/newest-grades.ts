import { and, eq, isNotNull } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { studentResources } from '#drizzle/schema/figures.ts'

/** The newest attempt's grade of each student in each assessment, where it has one. Walks what students did. */
export async function newestGrades(db: Db, courseId: number) {
  return db
    .select({
      userNo: studentResources.userNo,
      resourceNo: studentResources.resourceNo,
      grade: studentResources.newestGrade,
    })
    .from(studentResources)
    .where(and(eq(studentResources.courseId, courseId), isNotNull(studentResources.newestGrade)))
}
