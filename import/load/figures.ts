import type { PoolConnection } from 'mysql2/promise'
import type { CourseFigures } from '../figures/course-figures.ts'
import { storeAssessmentGrades } from './assessment-grades.ts'
import { storeOwnFigures } from './own-figures.ts'
import { storeSharedFigures } from './shared-figures.ts'

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
]

/** Brings the tables of figures up to date. Throws `FiguresStale` where they cannot have been right. */
export async function storeFigures(
  connection: PoolConnection,
  courseId: number,
  { own, shared }: CourseFigures,
) {
  await storeOwnFigures(connection, courseId, own)
  await storeSharedFigures(connection, courseId, shared)
  await storeAssessmentGrades(connection, courseId, [...shared.regraded])
}

export async function deleteFigures(connection: PoolConnection, courseId: number) {
  for (const table of tables) {
    await connection.query(`DELETE FROM ${table} WHERE course_id = ?`, [courseId])
  }
}
