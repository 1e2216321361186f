import type { AuditLogEntry } from '#shared/audit.ts'
import { adminTexts } from '../../texts/admin-texts.ts'
import type { Column } from '../table/column.ts'

const t = adminTexts.audit

/** In words; one that has no words here yet as it is written down. */
export const actionOf = (action: string): string =>
  (t.actions as Record<string, string>)[action] ?? action

/** `student 7, import 3`: what is in the details, without quotes and brackets. */
export function detailOf({ detail }: Pick<AuditLogEntry, 'detail'>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
}

export function auditColumns(instantText: (instant: string) => string): Column<AuditLogEntry>[] {
  const minor = { kind: 'text', isMinor: true, isUnsorted: true } as const
  return [
    {
      id: 'at',
      kind: 'text',
      header: t.columns.at,
      value: ({ at }) => at,
      text: ({ at }) => instantText(at),
      note: ({ at }) => at,
    },
    {
      ...minor,
      id: 'action',
      header: t.columns.action,
      value: ({ action }) => actionOf(action),
      note: ({ action }) => action,
    },
    {
      ...minor,
      id: 'actor',
      header: t.columns.actor,
      value: ({ actor }) => (actor ? (actor.name ?? t.gonePerson(actor.id)) : t.nobody),
    },
    {
      ...minor,
      id: 'course',
      header: t.columns.course,
      value: ({ course }) => (course ? (course.code ?? t.goneCourse(course.id)) : ''),
    },
    { ...minor, id: 'detail', header: t.columns.detail, value: detailOf, note: detailOf },
    {
      ...minor,
      id: 'address',
      header: t.columns.address,
      definition: t.columns.addressDefinition,
      value: ({ address }) => address ?? '',
    },
  ]
}
