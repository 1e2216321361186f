import type { Sorting } from '../../address.ts'

export type OneOrMore<T> = T | readonly T[]

/** One column of a table: what it holds, how it is shown, and what a cell says about itself. */
export interface Column<Row> {
  id: string
  header: string
  /** A second line below the header: the dates of a week. */
  subheader?: string
  /** What the column means, said on hover and focus of its header. */
  definition?: string
  kind: 'text' | 'number'
  /** What is sorted by and copied out; undefined comes last. */
  value: (row: Row) => string | number | undefined
  /** What is shown; without it the value. */
  text?: (row: Row) => string
  /** What a cell says on hover and focus: the figure with its base. */
  note?: (row: Row) => string | undefined
  /** Shading from 0 to 1. */
  heat?: (row: Row) => number
  /** The cells of the rows of totals, and what they say. */
  total?: OneOrMore<string>
  totalNote?: OneOrMore<string>
  /** Where every column has one, the first takes what is left, and its own is its least. */
  widthRem?: number
  /** A long header: in up to three lines, cut where it is longer. */
  isLongHeader?: true
  /** What is copied out in its place, where that is more than one figure. */
  csv?: readonly Pick<Column<Row>, 'header' | 'value'>[]
  /** The last of the row, which stays in view where there is room. */
  isEnd?: true
  /** Stands aside on narrow screens. */
  isMinor?: true
  /** Cannot be sorted by. */
  isUnsorted?: true
  /** Holds what one can do with a row: there is nothing to sort or to copy out. */
  isControls?: true
}

/** The column that holds what one can do with a row. */
export const actionsColumn = (header: string) =>
  ({ id: 'actions', kind: 'text', isControls: true, header, value: () => undefined }) as const

/** What a click on a column's header leads to: numbers largest first, text from A; the third click ends it. */
export function nextSorting(
  now: Sorting | null,
  column: Pick<Column<never>, 'id' | 'kind'>,
): Sorting | null {
  const isDescendingFirst = column.kind === 'number'
  if (now?.column !== column.id) return { column: column.id, isDescending: isDescendingFirst }
  return now.isDescending === isDescendingFirst
    ? { column: column.id, isDescending: !isDescendingFirst }
    : null
}

/** The piece of the totals row with that number. */
export function ofTotalsRow(
  pieces: OneOrMore<string> | undefined,
  row: number,
): string | undefined {
  return typeof pieces === 'string' ? [pieces][row] : pieces?.[row]
}
