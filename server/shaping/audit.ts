import type { AuditLogEntry } from '#shared/audit.ts'
import type { AuditRow } from '../queries/audit-list.ts'
import type { Table } from './csv.ts'

export function auditEntryOf(row: AuditRow): AuditLogEntry {
  const { id, at, action, actorId, actorName, courseId, courseCode, detail, address } = row
  return {
    id,
    at: at.toISOString(),
    action,
    actor: actorId === null ? null : { id: actorId, name: actorName },
    course: courseId === null ? null : { id: courseId, code: courseCode },
    detail,
    address,
  }
}

export function auditTable(entries: AuditLogEntry[]): Table {
  return {
    header: ['id', 'at', 'action', 'actorId', 'actor', 'courseId', 'course', 'detail', 'address'],
    rows: entries.map(({ id, at, action, actor, course, detail, address }) => [
      ...[id, at, action, actor?.id, actor?.name, course?.id, course?.code],
      ...[JSON.stringify(detail), address],
    ]),
  }
}
