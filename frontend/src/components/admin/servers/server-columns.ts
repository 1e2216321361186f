import type { LmsServer } from '#shared/admin.ts'
import { formatNumber } from '../../../texts/format.ts'
import { adminTexts } from '../../../texts/admin-texts.ts'
import { actionsColumn, type Column } from '../../table/column.ts'

const t = adminTexts.servers.columns

export const serverColumns = (instantText: (instant: string) => string): Column<LmsServer>[] => [
  { id: 'name', kind: 'text', header: t.name, value: ({ name }) => name },
  {
    id: 'id',
    kind: 'number',
    isUnsorted: true,
    header: t.id,
    definition: t.idDefinition,
    value: ({ id }) => id,
  },
  {
    id: 'description',
    kind: 'text',
    isMinor: true,
    isUnsorted: true,
    header: t.description,
    value: ({ description }) => description,
    note: ({ description }) => description,
  },
  {
    id: 'courses',
    kind: 'number',
    header: t.courses,
    value: ({ courses }) => courses,
    text: ({ courses }) => formatNumber(courses),
  },
  {
    id: 'createdAt',
    kind: 'text',
    isMinor: true,
    header: t.since,
    value: ({ createdAt }) => createdAt,
    text: ({ createdAt }) => instantText(createdAt),
  },
  actionsColumn(adminTexts.list.actions),
]
