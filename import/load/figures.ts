import type { PoolConnection } from 'mysql2/promise'
import type { CourseFigures } from '../figures/course-figures.ts'
import { FiguresStale } from './add-to-table.ts'
import { storeAssessmentGrades } from './assessment-grades.ts'
import { storeOwnFigures } from './own-figures.ts'
import { storeSharedFigures } from './shared-figures.ts'
import { storeWeekSplits } from './week-splits.ts'

const tables = [
  'lms_sessions',
  'student_days',
  'student_weeks',
  'student_resources',
  'course_days',
  'course_hours',
  'category_weeks',
  'resource_days',
  'resource_weeks',
  'assessment_grades',
  'resource_splits',
  'student_splits',
]

/** Brings the tables of figures up to date. Throws `FiguresStale` where they cannot have been right. */
export async function storeFigures(
  connection: PoolConnection,
  courseId: number,
  { own, shared, gapMinutes }: CourseFigures,
) {
  await storeOwnFigures(connection, courseId, own)
  await storeSharedFigures(connection, courseId, shared)
  await storeWeekSplits(connection, courseId, shared.splits)
  await storeAssessmentGrades(connection, courseId, [...shared.regraded])
  await connection.query(
    `UPDATE course_offerings SET figures_gap_minutes =
      IF(EXISTS (SELECT 1 FROM lms_sessions WHERE course_id = ?), ?, NULL) WHERE id = ?`,
    [courseId, gapMinutes, courseId],
  )
}

/** Whether the figures could be brought up to date from what is stored of them. */
export async function storedUnlessStale(
  connection: PoolConnection,
  courseId: number,
  figures: CourseFigures,
): Promise<boolean> {
  try {
    await storeFigures(connection, courseId, figures)
    return true
  } catch (error) {
    if (error instanceof FiguresStale) return false
    throw error
  }
}

export async function deleteFigures(connection: PoolConnection, courseId: number) {
  for (const table of tables) {
    await connection.query(`DELETE FROM ${table} WHERE course_id = ?`, [courseId])
  }
  await connection.query('UPDATE course_offerings SET figures_gap_minutes = NULL WHERE id = ?', [
    courseId,
  ])
}
