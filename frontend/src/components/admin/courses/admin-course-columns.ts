import type { AdminCourse } from '#shared/admin.ts'
import { adminTexts } from '../../../texts/admin-texts.ts'
import { formatDays, formatInstant, formatNumber, formatZone } from '../../../texts/format.ts'
import { actionsColumn, type Column } from '../../table/column.ts'

const t = adminTexts.courses

export const ownersOf = ({ owners }: AdminCourse) =>
  owners.map(({ name }) => name).join(', ') || t.noOwner
export const datesOf = ({ startDate, endDate }: AdminCourse) =>
  formatDays(startDate, endDate, 'long')
const serverOf = ({ lmsServer }: AdminCourse) => lmsServer?.name ?? t.noServer

const minor = { kind: 'text', isMinor: true } as const

export const adminCourseColumns: Column<AdminCourse>[] = [
  { id: 'title', kind: 'text', header: t.columns.title, value: ({ title }) => title },
  { ...minor, id: 'code', header: t.columns.code, value: ({ code }) => code },
  {
    ...minor,
    id: 'startDate',
    header: t.columns.dates,
    value: ({ startDate }) => startDate,
    text: datesOf,
  },
  { ...minor, id: 'server', isUnsorted: true, header: t.columns.server, value: serverOf },
  {
    ...minor,
    id: 'owners',
    isUnsorted: true,
    header: t.columns.owners,
    value: ownersOf,
    note: ({ owners }) => owners.map(({ name, email }) => `${name}, ${email}`).join('; '),
  },
  {
    id: 'students',
    kind: 'number',
    isUnsorted: true,
    header: t.columns.students,
    value: ({ students }) => students,
    text: ({ students }) => formatNumber(students),
  },
  {
    ...minor,
    id: 'lastActivityAt',
    header: t.columns.activity,
    value: ({ lastActivityAt }) => lastActivityAt ?? '',
    text: ({ lastActivityAt, timeZone }) =>
      lastActivityAt ? formatInstant(lastActivityAt, timeZone) : t.never,
    note: ({ timeZone }) => formatZone(timeZone),
  },
  actionsColumn(adminTexts.list.actions),
]
