import type { CourseDay } from '../queries/course-days.ts'
import { average } from './numbers.ts'

type Visits = Partial<
  Pick<CourseDay, 'content' | 'communication' | 'assessment' | 'uniquePages' | 'students'>
>

/** A day's visits; a day without a row is a day of zeros. */
export const visitsOfDay = (row: Visits = {}) => ({
  content: row.content ?? 0,
  communication: row.communication ?? 0,
  assessment: row.assessment ?? 0,
  uniquePages: row.uniquePages ?? 0,
  students: row.students ?? 0,
})

const emptyDay = {
  uniquePages: 0,
  students: 0,
  sessions: 0,
  sessionMinutes: 0,
  sessionVisits: 0,
} satisfies Partial<CourseDay>

export function metricsOfDay(row: Omit<CourseDay, 'dayIndex'> | typeof emptyDay = emptyDay) {
  const { uniquePages, students, sessions, sessionMinutes, sessionVisits } = row
  return {
    uniquePages,
    students,
    sessions,
    averageSessionMinutes: average(sessionMinutes, sessions),
    averagePagesPerSession: average(sessionVisits, sessions),
  }
}
