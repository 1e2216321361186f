import type { Students, StudentVisits } from '#shared/figures.ts'
import type { AccessibleCourse } from '../queries/accessible-course.ts'
import type { StudentRow } from '../queries/students-of.ts'
import { isoInstant, wholeDaysBetween } from './instants.ts'
import { personOf } from './people.ts'
import { columnSums, weekRows, withPercent, type WeekCell } from './week-table.ts'

export function studentOf(
  { id, lastActivityAt }: AccessibleCourse,
  row: StudentRow,
): Students['students'][number] {
  const { email, role, groupName, leftOut, visits, sessions, lastVisitAt } = row
  return {
    ...personOf(id, row),
    email,
    role,
    group: groupName,
    leftOut,
    visits: visits ?? 0,
    sessions: sessions ?? 0,
    lastSeenAt: isoInstant(lastVisitAt),
    daysSilent:
      lastVisitAt && lastActivityAt ? wholeDaysBetween(lastVisitAt, lastActivityAt) : null,
  }
}

export function studentVisitsOf(
  course: AccessibleCourse,
  students: StudentRow[],
  cells: WeekCell[],
): StudentVisits {
  const rowOf = weekRows(course, cells)
  const rows = students.map((row) => ({ ...personOf(course.id, row), ...rowOf(row.userNo) }))
  const totals = columnSums(course, rows)
  const highest = Math.max(0, ...rows.flatMap(({ weeks }) => weeks))
  return { rows: withPercent(rows, totals.total), totals, highest }
}
