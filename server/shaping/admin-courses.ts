import type { AdminCourse, CourseOwner } from '#shared/admin.ts'
import type { CourseRow } from '../queries/courses-of.ts'
import { courseOf } from './courses.ts'
import type { Table } from './csv.ts'

export function adminCourseOf(row: CourseRow, owners: CourseOwner[]): AdminCourse {
  const ownerIds = owners.map(({ id }) => id)
  return { ...courseOf(row), owners, ownerIds, keepDays: row.keepDays }
}

const fields = [
  ...(['id', 'code', 'title', 'offering', 'lmsType', 'startDate', 'endDate', 'weeks'] as const),
  ...(['timeZone', 'students', 'lastActivityAt', 'importing'] as const),
]

export function adminCourseTable(courses: AdminCourse[]): Table {
  return {
    header: [...fields, 'lmsServer', 'owners', 'lastImport'],
    rows: courses.map((course) => [
      ...fields.map((field) => course[field]),
      course.lmsServer?.name,
      course.owners.map(({ name, email }) => `${name} <${email}>`).join('; '),
      course.lastImport?.state,
    ]),
  }
}
