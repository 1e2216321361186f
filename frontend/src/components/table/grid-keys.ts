/** A cell by its row and column in the table, the header being row 0. */
export interface CellPlace {
  row: number
  column: number
}

const pageRows = 10
const last = Number.MAX_SAFE_INTEGER

/** Where a key leads from a cell, possibly beyond the edges of the table; null where it leads nowhere. */
export function placeAfter(
  { row, column }: CellPlace,
  { key, ctrlKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey'>,
): CellPlace | null {
  switch (key) {
    case 'ArrowRight':
      return { row, column: column + 1 }
    case 'ArrowLeft':
      return { row, column: column - 1 }
    case 'ArrowDown':
      return { row: row + 1, column }
    case 'ArrowUp':
      return { row: row - 1, column }
    case 'PageDown':
      return { row: row + pageRows, column }
    case 'PageUp':
      return { row: row - pageRows, column }
    case 'Home':
      return { row: ctrlKey ? 0 : row, column: 0 }
    case 'End':
      return { row: ctrlKey ? last : row, column: last }
    default:
      return null
  }
}
