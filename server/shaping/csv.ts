import { spreadsheetText } from '#shared/spreadsheet-text.ts'

export type Cell = string | number | boolean | null | undefined
export interface Table {
  header: string[]
  rows: Cell[][]
}

const byteOrderMark = '\u{feff}'

/** UTF-8 with a byte-order mark, which spreadsheets need to recognise it; RFC 4180 otherwise. */
export function csvText({ header, rows }: Table): string {
  return csvHead(header) + csvLines(rows)
}

/** The beginning of a CSV that is written in parts. */
export const csvHead = (header: string[]) => byteOrderMark + csvLines([header])

export function csvLines(rows: Cell[][]): string {
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')
}

function csvCell(cell: Cell): string {
  if (cell == null) return ''
  if (typeof cell !== 'string') return String(cell)
  const harmless = spreadsheetText(cell)
  return /[",\r\n]/.test(harmless) || harmless !== harmless.trim()
    ? `"${harmless.replaceAll('"', '""')}"`
    : harmless
}

/** A column for each of the named fields. */
export function tableOf<Row extends object>(rows: Row[], names: (keyof Row & string)[]): Table {
  return { header: names, rows: rows.map((row) => names.map((name) => row[name] as Cell)) }
}

/** The named fields and, after them, a column for each week, the total and the share. */
export function weekTableOf<Row extends { weeks: number[]; total: number; percent: number }>(
  { rows, totals }: { rows: Row[]; totals: { weeks: number[]; total: number } },
  names: (keyof Row & string)[],
): Table {
  const figures = ['total', 'percent']
  const weekNames = totals.weeks.map((_, index) => `week ${index + 1}`)
  return {
    header: [...names, ...weekNames, ...figures],
    rows: [
      ...rows.map((row) => [
        ...names.map((name) => row[name] as Cell),
        ...row.weeks,
        row.total,
        row.percent,
      ]),
      ['totals', ...names.slice(1).map(() => null), ...totals.weeks, totals.total, null],
    ],
  }
}
