import { lastDay } from '#shared/calendar-days.ts'
import type { Course } from '#shared/course.ts'
import type { CourseRow } from '../queries/courses-of.ts'
import { isoInstant } from './instants.ts'

export function courseOf(row: CourseRow): Course {
  const { id, code, title, offering, lmsType, startDate, weeks, timeZone, students } = row
  return {
    id,
    code,
    title,
    offering,
    lmsType,
    lmsServer: row.serverId === null ? null : { id: row.serverId, name: row.serverName ?? '' },
    startDate,
    endDate: lastDay(row),
    weeks,
    timeZone,
    students,
    lastActivityAt: isoInstant(row.lastActivityAt),
    importing: row.isImporting,
    lastImport: lastImportOf(row),
  }
}

function lastImportOf({ lastImportId, lastImportState, lastImportFinishedAt }: CourseRow) {
  if (lastImportId === null || lastImportState === null) return null
  const finishedAt = lastImportFinishedAt?.toISOString() ?? null
  return { id: lastImportId, state: lastImportState, finishedAt }
}
