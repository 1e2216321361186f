import type { Import } from '#shared/import.ts'
import { adminTexts } from '../../../texts/admin-texts.ts'
import { formatBytes } from '../../../texts/format.ts'
import { skippedOf } from '../../imports/receipt-lines.ts'
import { actionsColumn, type Column } from '../../table/column.ts'

const t = adminTexts.imports

/** Rows of all files that an import has left out. */
export const allSkipped = ({ receipt }: Import): number =>
  Object.values(receipt?.files ?? {}).reduce((sum, file) => sum + skippedOf(file), 0)

export function importColumns(instantText: (instant: string) => string): Column<Import>[] {
  return [
    { id: 'fileName', kind: 'text', header: t.columns.file, value: ({ fileName }) => fileName },
    {
      id: 'course',
      kind: 'text',
      isMinor: true,
      header: t.columns.course,
      value: ({ courseCode }) => courseCode,
    },
    {
      id: 'state',
      kind: 'text',
      isMinor: true,
      isUnsorted: true,
      header: t.columns.state,
      value: ({ state }) => t.states[state],
      note: ({ failure }) => failure?.text,
    },
    {
      id: 'sizeBytes',
      kind: 'number',
      isMinor: true,
      header: t.columns.size,
      value: ({ sizeBytes }) => sizeBytes,
      text: ({ sizeBytes }) => formatBytes(sizeBytes),
    },
    {
      id: 'createdAt',
      kind: 'text',
      isMinor: true,
      header: t.columns.came,
      value: ({ createdAt }) => createdAt,
      text: ({ createdAt }) => instantText(createdAt),
    },
    {
      id: 'broughtBy',
      kind: 'text',
      isMinor: true,
      isUnsorted: true,
      header: t.columns.broughtBy,
      value: ({ broughtBy }) => broughtBy,
      note: ({ broughtBy }) => broughtBy,
    },
    actionsColumn(adminTexts.list.actions),
  ]
}
