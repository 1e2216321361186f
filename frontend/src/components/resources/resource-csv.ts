import type { Resource } from '#shared/figures.ts'
import { contentTypeName } from '../../texts/content-type-name.ts'
import { texts } from '../../texts/texts.ts'
import type { Column } from '../table/column.ts'

const t = texts.resources

/** What a CSV of resources holds besides the columns in view: keys to join by, and the place in the tree. */
export function resourceCsvColumns<Row extends Resource>(rows: readonly Resource[]): Column<Row>[] {
  const keys = new Map(rows.map(({ id, key }) => [id, key]))
  return [
    { id: 'key', kind: 'text', header: t.csvKey, value: ({ key }) => key },
    {
      id: 'parent',
      kind: 'text',
      header: t.csvParent,
      value: ({ parentId }) => (parentId === null ? undefined : keys.get(parentId)),
    },
    {
      id: 'type',
      kind: 'text',
      header: t.csvType,
      value: ({ contentType }) => contentTypeName(contentType),
    },
    { id: 'gone', kind: 'text', header: t.csvGone, value: ({ gone }) => (gone ? t.yes : t.no) },
  ]
}
