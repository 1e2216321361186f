import type { ExportFile } from '#shared/import.ts'
import { ExportUnusable } from '../problems.ts'
import type { Archive } from './archive.ts'
import { declaredColumns, type Cells } from './columns.ts'
import { noHeader, readHeader, type Header } from './header.ts'
import type { Row } from './row.ts'
import { RowSplitter } from './rows.ts'

/**
 * One row. The object and its cells are used again for the next row: copy what you keep. A cell of more
 * than 12 characters keeps the 64 KiB of text alive that it was cut from: keep few of a long file.
 */
export interface TableRow<C = readonly string[]> {
  readonly cells: C
  /** The row cannot be read as CSV: its cells mean nothing. */
  readonly malformed: boolean
  /** Physical line, from 1 (the header), on which the row begins. */
  readonly line: number
  /** The row as it is written in the file, without its line end; worked out when asked for. */
  readonly raw: string
}

export interface TableHandler<F extends ExportFile> {
  /** Called for every row but the header, synchronously; keys are trimmed, other text is as it is. */
  onRow: (row: TableRow<Cells<F>>) => void
  /** Called between two chunks of rows (64 KiB); the next is read when its promise is kept. */
  afterChunk?: (rowsSoFar: number) => Promise<void> | void
}

export interface TableSummary {
  /** Rows after the header, malformed ones included, blank lines not. */
  rows: number
  malformed: number
  /** Declared columns that the file has. */
  columns: string[]
  /** Named columns that mean nothing to us. */
  ignoredColumns: string[]
  /** Rows with more cells than the header. */
  longRows: number
  /** Unpacked bytes read. */
  bytes: number
}

/**
 * Reads one table from its first to its last row. Throws `ExportUnusable` where it cannot be read as one,
 * but only after the rest of the entry has passed its checksum: a damaged zip must not be blamed on its text.
 */
export async function readTable<F extends ExportFile>(
  archive: Archive,
  file: F,
  { onRow, afterChunk }: TableHandler<F>,
): Promise<TableSummary> {
  const reader = new TableReader<F>(file, onRow)
  const splitter = new RowSplitter(file, (row) => reader.take(row))
  let bytes = 0
  let failure: ExportUnusable | undefined
  for await (const chunk of archive.stream(file)) {
    bytes += chunk.length
    failure ??= failureOf(() => splitter.push(chunk))
    if (!failure) await afterChunk?.(reader.counts.rows)
  }
  failure ??= failureOf(() => splitter.end())
  if (failure) throw failure
  const { present, ignoredColumns } = reader.header
  return { ...reader.counts, columns: present.map(({ column }) => column), ignoredColumns, bytes }
}

function failureOf(work: () => void): ExportUnusable | undefined {
  try {
    work()
  } catch (error) {
    if (error instanceof ExportUnusable) return error
    throw error
  }
  return undefined
}

/** Puts the cells of each row into the declared order, after the first row has said where they are. */
class TableReader<F extends ExportFile> {
  readonly counts = { rows: 0, malformed: 0, longRows: 0 }
  readonly #file: F
  readonly #onRow: (row: TableRow<Cells<F>>) => void
  readonly #cells: string[]
  readonly #ordered: OrderedRow<Cells<F>>
  #header: Header | undefined

  constructor(file: F, onRow: (row: TableRow<Cells<F>>) => void) {
    this.#file = file
    this.#onRow = onRow
    this.#cells = declaredColumns(file).map(() => '')
    this.#ordered = new OrderedRow(this.#cells as readonly string[] as Cells<F>)
  }

  get header(): Header {
    if (!this.#header) throw noHeader(this.#file)
    return this.#header
  }

  take(row: Row) {
    if (!this.#header) {
      this.#header = readHeader(this.#file, row)
      return
    }
    const { present, width } = this.#header
    this.counts.rows += 1
    if (row.malformed) this.counts.malformed += 1
    else if (row.cellCount > width) this.counts.longRows += 1
    for (const { index, place, isKey } of present) {
      const cell = row.cells[place] ?? ''
      this.#cells[index] = isKey ? trimmed(cell) : cell
    }
    this.#onRow(this.#ordered.show(row))
  }
}

class OrderedRow<C> implements TableRow<C> {
  readonly cells: C
  malformed = false
  line = 0
  #source: Row | undefined

  constructor(cells: C) {
    this.cells = cells
  }

  get raw(): string {
    return this.#source?.raw ?? ''
  }

  show(source: Row): this {
    this.#source = source
    this.malformed = source.malformed
    this.line = source.line
    return this
  }
}

/** `text.trim()`, which is slow for the many keys that need none. */
function trimmed(text: string): string {
  const { length } = text
  if (length === 0) return text
  const first = text.charCodeAt(0)
  const last = text.charCodeAt(length - 1)
  const isBare = first > 0x20 && first < 0x7f && last > 0x20 && last < 0x7f
  return isBare ? text : text.trim()
}
