import { and, eq } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { categoryWeeks } from '#drizzle/schema/figures.ts'
import type { Category } from '#shared/resource-category.ts'

/** Distinct students of a category, or of all, in each week with any; week 0 is the whole course. */
export async function studentsOfCategory(db: Db, courseId: number, category: Category | 'any') {
  return db
    .select({ week: categoryWeeks.week, figure: categoryWeeks.students })
    .from(categoryWeeks)
    .where(and(eq(categoryWeeks.courseId, courseId), eq(categoryWeeks.category, category)))
}
