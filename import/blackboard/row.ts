/** Cells beyond this are counted, not kept. */
const maxCells = 1000

/** One row of a file. The object and its cells are used again for the next row: copy what you keep. */
export class Row {
  readonly cells: string[] = []
  /** Cells in the row, of which the first 1,000 are in `cells`. */
  cellCount = 0
  /** The row cannot be read as CSV: a character follows a closing quote. Its cells mean nothing. */
  malformed = false
  /** Physical line, from 1, on which the row begins. */
  line = 0
  #text = ''
  #start = 0
  #end = 0

  /** The row as it is written, without its line end. */
  get raw(): string {
    return this.#text.slice(this.#start, this.#end)
  }

  begin(line: number) {
    this.line = line
    this.cellCount = 0
    this.malformed = false
  }

  add(cell: string) {
    if (this.cellCount < maxCells) this.cells[this.cellCount] = cell
    this.cellCount += 1
  }

  finish(text: string, start: number, end: number) {
    const kept = Math.min(this.cellCount, maxCells)
    if (this.cells.length !== kept) this.cells.length = kept
    this.#text = text
    this.#start = start
    this.#end = end
  }
}
