type Cell = string | number | undefined

/** A leading character by which a spreadsheet would take a text for a formula. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/u

function csvCell(cell: Cell): string {
  if (cell === undefined) return ''
  if (typeof cell === 'number') return String(cell)
  const safe = formulaStart.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** RFC 4180, with lines that end in CR LF. */
export function toCsv(lines: readonly (readonly Cell[])[]): string {
  return lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')
}

/** Hands a CSV to the browser as a file; the mark at its beginning tells Excel that it is UTF-8. */
export function downloadCsv(csv: string, fileName: string): void {
  const address = URL.createObjectURL(new Blob(['\uFEFF', csv], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  URL.revokeObjectURL(address)
}
