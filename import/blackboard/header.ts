import type { ExportFile } from '#shared/import.ts'
import { ExportUnusable, shown } from '../problems.ts'
import type { Row } from './row.ts'
import { declaredColumns, isKeyColumn, tableColumns } from './columns.ts'

export interface Header {
  /** Declared columns that the file has: index in the declared order, place in a row of the file. */
  present: { column: string; index: number; place: number; isKey: boolean }[]
  /** Cells in a full row. */
  width: number
  /** Named columns that mean nothing to us; of very many or very long names the beginning. */
  ignoredColumns: string[]
}

const mostNamed = 20
const longestName = 255

/** Judges the first row of a table: column order is free, names are exact. Throws `missing_columns`. */
export function readHeader(file: ExportFile, row: Row): Header {
  const { required } = tableColumns[file]
  const declared = declaredColumns(file)
  const { cells: names } = row
  const missing = required.filter((column) => !names.includes(column))
  const twice = declared.filter((column) => names.indexOf(column) !== names.lastIndexOf(column))
  if (row.malformed || missing.length > 0 || twice.length > 0) {
    throw missingColumns(file, { row, missing, twice })
  }
  return {
    present: declared
      .map((column, index) => ({
        column,
        index,
        place: names.indexOf(column),
        isKey: isKeyColumn(column),
      }))
      .filter(({ place }) => place >= 0),
    width: row.cellCount,
    ignoredColumns: names
      .filter((name) => name !== '' && !declared.includes(name))
      .slice(0, mostNamed)
      .map((name) => name.slice(0, longestName)),
  }
}

export function noHeader(file: ExportFile): ExportUnusable {
  return new ExportUnusable(
    'no_header',
    `${file} is empty: it has not even a first line with the names of its columns ` +
      `(${tableColumns[file].required.join('|')}). Have the exporter write that line even where no rows follow.`,
  )
}

function missingColumns(
  file: ExportFile,
  { row, missing, twice }: { row: Row; missing: string[]; twice: string[] },
): ExportUnusable {
  const names = row.cells.slice(0, mostNamed).map(shown)
  const more = row.cellCount - names.length
  const sentences = [
    missing.length > 0 ? `${file} lacks the columns ${missing.join(', ')}.` : '',
    twice.length > 0 ? `${file} has the columns ${twice.join(', ')} more than once.` : '',
    row.malformed ? `In the first line of ${file} a character follows a closing quote.` : '',
    `Its first line names ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    ...hints(row.cells, missing),
    `It must name ${tableColumns[file].required.join('|')}, in any order.`,
  ]
  return new ExportUnusable('missing_columns', sentences.filter(Boolean).join(' '))
}

const otherDelimiters = [
  [',', 'comma'],
  ['\t', 'tab'],
  [';', 'semicolon'],
] as const

function hints(names: string[], missing: string[]): string[] {
  const [first = ''] = names
  const delimiter = otherDelimiters.find(([character]) => first.includes(character))
  if (names.length === 1 && delimiter) {
    return [`It looks ${delimiter[1]}-separated: the delimiter must be |.`]
  }
  if (first.includes('\0')) return ['It looks like UTF-16: it must be UTF-8.']
  const almost = names.filter((name) => missing.includes(plain(name)))
  if (almost.length === 0) return []
  return [
    `Names must be exact, in small letters and without blanks: see ${almost.map(shown).join(', ')}.`,
  ]
}

function plain(name: string): string {
  return name.trim().toLowerCase().replace(/[ -]+/g, '_')
}
