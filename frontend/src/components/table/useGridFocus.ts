import { nextTick, onMounted, onUpdated, type Ref } from 'vue'
import { placeAfter, type CellPlace } from './grid-keys.ts'

export interface GridActions {
  /** Has a row drawn that is out of view: its place in the table, the header being 1. */
  bringIn: (rowIndex: number) => void
  /** What keys in the first column of a tree do; each answers whether it has done something. */
  open: (row: HTMLTableRowElement) => boolean
  closeOrLeave: (row: HTMLTableRowElement) => boolean
  toggle: (row: HTMLTableRowElement) => boolean
}

type Cell = HTMLTableCellElement
const cellOf = (event: Event) => (event.target as HTMLElement).closest<Cell>('td, th')

/** What takes the focus in a cell: a marked control inside, else the cell. */
const targetOf = (cell: Cell | null | undefined) =>
  cell?.querySelector<HTMLElement>('[data-cell-focus]') ?? cell

const clamp = (value: number, lowest: number, highest: number) =>
  Math.min(Math.max(value, lowest), highest)

/** Makes one cell the stop of the tab key. */
function makeReachable(table: HTMLTableElement, target: HTMLElement): void {
  table.querySelectorAll('[tabindex="0"]').forEach((old) => old.setAttribute('tabindex', '-1'))
  target.setAttribute('tabindex', '0')
}

/** What a key does with the row whose first cell has the focus. */
function actOnRow(event: KeyboardEvent, row: HTMLTableRowElement, actions: GridActions): boolean {
  switch (event.key) {
    case 'ArrowRight':
      return actions.open(row)
    case 'ArrowLeft':
      return actions.closeOrLeave(row)
    case 'Enter':
    case ' ':
      // On a link or button inside they have a meaning of their own.
      return event.target === row.cells[0] && actions.toggle(row)
    default:
      return false
  }
}

const findRow = (table: HTMLTableElement, rowIndex: number) =>
  table.querySelector<HTMLTableRowElement>(`tr[aria-rowindex="${rowIndex}"]`)

/**
 * Moves through the cells of a table by arrow keys, as WAI-ARIA's grid pattern has it: the table is one
 * stop of the tab key. Rows are known by their `aria-rowindex`, since not all may be drawn.
 */
export function useGridFocus(table: Readonly<Ref<HTMLTableElement | null>>, actions: GridActions) {
  /** After rows have come and gone there must still be one way in. */
  function ensureReachable(): void {
    const grid = table.value
    if (!grid?.role || grid.querySelector('[tabindex="0"]')) return
    const first = targetOf(grid.tBodies[0]?.querySelector<Cell>('th, td') ?? grid.rows[0]?.cells[0])
    if (first) makeReachable(grid, first)
  }
  onMounted(ensureReachable)
  onUpdated(ensureReachable)

  async function focusCell(place: CellPlace): Promise<void> {
    const grid = table.value
    if (!grid) return
    const rowIndex = clamp(place.row, 1, Number(grid.ariaRowCount))
    if (!findRow(grid, rowIndex)) {
      actions.bringIn(rowIndex)
      await nextTick()
    }
    const row = findRow(grid, rowIndex)
    const target = targetOf(row?.cells[clamp(place.column, 0, row.cells.length - 1)])
    target?.focus({ preventScroll: true })
    target?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  function onFocusin(event: FocusEvent): void {
    const cell = cellOf(event)
    const target = targetOf(cell)
    if (!table.value || !target) return
    makeReachable(table.value, target)
    // It stays drawn when it is scrolled out of view.
    actions.bringIn(Number(cell?.closest('tr')?.ariaRowIndex))
  }

  function onKeydown(event: KeyboardEvent): void {
    const cell = cellOf(event)
    const row = cell?.closest('tr')
    if (!cell || !row || event.altKey || event.metaKey) return
    if (cell.cellIndex === 0 && actOnRow(event, row, actions)) return event.preventDefault()
    const place = placeAfter({ row: Number(row.ariaRowIndex), column: cell.cellIndex }, event)
    if (!place) return
    event.preventDefault()
    void focusCell(place)
  }

  return { onKeydown, onFocusin, focusCell }
}
