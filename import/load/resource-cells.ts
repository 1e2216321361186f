import type { SkipReason } from '#shared/import.ts'
import { badGrade, parseGrade } from '../blackboard/grade.ts'
import type { CourseTimes } from '../course-times.ts'
import { isLong } from '../read-rows.ts'
import type { Report } from '../report.ts'
import type { Resource } from './resources.ts'

/** Why a row of `all_resources.txt` cannot be kept, by the texts in it. */
export function unfitText(cells: readonly string[]): SkipReason | null {
  const [resourceKey = '', parentKey = '', title = '', resourceType = ''] = cells
  if (resourceKey === '') return 'empty_key'
  if (isLong(title, 1000) || [resourceKey, parentKey, resourceType].some((text) => isLong(text))) {
    return 'long_text'
  }
  return cells.some((cell) => cell.includes('\0')) ? 'malformed_row' : null
}

/** A cell that says nothing usable is as good as an empty one, but for a notice. */
export function optionalCells(
  cells: { position: string; maxGrade: string; dueAt: string },
  times: CourseTimes,
  report: Report,
): Pick<Resource, 'position' | 'maxGrade' | 'dueAt'> {
  const position = /^\s*-?\d{1,9}\s*$/.test(cells.position) ? Number(cells.position) : null
  const grade = parseGrade(cells.maxGrade)
  const maxGrade = grade === badGrade ? null : grade
  const dueAt = times.readAny(cells.dueAt)
  for (const [column, text, value] of [
    ['position', cells.position, position],
    ['max_grade', cells.maxGrade, maxGrade],
    ['due_at', cells.dueAt, dueAt],
  ] as const) {
    if (value !== null || text.trim() === '') continue
    report.notice(
      'unreadable_cell',
      `Cells that could not be read were taken as empty: ${column}.`,
      {
        file: 'all_resources.txt',
      },
    )
  }
  return { position, maxGrade, dueAt }
}
