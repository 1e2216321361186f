import {
  functionalUpdate,
  getCoreRowModel,
  getExpandedRowModel,
  getFilteredRowModel,
  getSortedRowModel,
  useVueTable,
  type ColumnDef,
  type ExpandedState,
  type Row as TableRow,
} from '@tanstack/vue-table'
import { computed } from 'vue'
import type { Sorting } from '../../address.ts'
import { locale } from '../../texts/format.ts'
import type { Column } from './column.ts'

export interface TableInput<Row> {
  rows: Row[]
  columns: Column<Row>[]
  rowKey: (row: Row) => number | string
  sorting: Sorting | null
  /** Which rows are kept; in a tree their ancestors are kept with them, and everything is open. */
  filter: ((row: Row) => boolean) | null
  /** For a tree: the rows below a row. */
  children: ((row: Row) => Row[]) | undefined
  /** Open rows of a tree by their key, or all. */
  expanded: ExpandedState
}

const collator = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' })

function compare(a: unknown, b: unknown): number {
  return typeof a === 'number' && typeof b === 'number'
    ? a - b
    : collator.compare(String(a), String(b))
}

function columnDefinition<Row>(column: Column<Row>): ColumnDef<Row> {
  return {
    id: column.id,
    accessorFn: column.value,
    sortingFn: (a, b, id) => compare(a.getValue(id), b.getValue(id)),
    sortUndefined: 'last',
  }
}

function flatten<Row>(rows: TableRow<Row>[]): TableRow<Row>[] {
  return rows.flatMap((row) => [row, ...flatten(row.subRows)])
}

/** The rows of a table in the order in which they are shown: filtered, sorted, opened. */
export function useTableRows<Row>(
  read: () => TableInput<Row>,
  onExpanded: (expanded: ExpandedState) => void,
) {
  const input = computed(read)
  const columns = computed(() => input.value.columns.map((column) => columnDefinition(column)))
  const sorting = computed(() => {
    const { sorting } = input.value
    return sorting ? [{ id: sorting.column, desc: sorting.isDescending }] : []
  })
  const open = computed<ExpandedState>(() => (input.value.filter ? true : input.value.expanded))

  const table = useVueTable<Row>({
    get data() {
      return input.value.rows
    },
    get columns() {
      return columns.value
    },
    state: {
      get sorting() {
        return sorting.value
      },
      get globalFilter() {
        return input.value.filter ?? undefined
      },
      get expanded() {
        return open.value
      },
    },
    onExpandedChange: (change) => onExpanded(functionalUpdate(change, open.value)),
    getRowId: (row) => String(input.value.rowKey(row)),
    getSubRows: (row) => input.value.children?.(row),
    // A filter looks at the row, whatever the column: asking it for the first is enough.
    getColumnCanGlobalFilter: (column) => column.id === columns.value[0]?.id,
    globalFilterFn: (row, _column, keeps: (row: Row) => boolean) => keeps(row.original),
    filterFromLeafRows: true,
    getCoreRowModel: getCoreRowModel(),
    getFilteredRowModel: getFilteredRowModel(),
    getSortedRowModel: getSortedRowModel(),
    getExpandedRowModel: getExpandedRowModel(),
  })

  const shown = computed(() => table.getRowModel().rows)
  /** Every row that passes the filter, those in closed branches too, depth first. */
  const everyRow = computed(() => flatten(table.getSortedRowModel().rows))
  return { shown, everyRow }
}
