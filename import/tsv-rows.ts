import { appendFileSync, createReadStream, writeFileSync } from 'node:fs'
import { InstantWriter } from './instant.ts'

const tab = 0x09
const newline = 0x0a
const zero = 0x30
const backslash = 0x5c
const capitalN = 0x4e
const longestCell = 8192

/**
 * Rows of numbers, instants and ASCII text without tabs or backslashes, as `LOAD DATA` reads them. Cells are
 * written in the order of the columns; a row ends with `endRow`.
 */
export class TsvRows {
  rows = 0
  #bytes: Buffer<ArrayBuffer>
  #length = 0
  readonly #chunkBytes: number
  readonly #instants = new InstantWriter()

  constructor(chunkBytes = 256 * 1024) {
    this.#chunkBytes = chunkBytes
    this.#bytes = this.#fresh()
  }

  /** A whole number of at least 0. */
  number(value: number) {
    const bytes = this.#bytes
    let digits = 1
    for (let power = 10; value >= power; power *= 10) digits++
    let rest = value
    for (let at = this.#length + digits - 1; at >= this.#length; at--) {
      const tens = Math.floor(rest / 10)
      bytes[at] = zero + rest - tens * 10
      rest = tens
    }
    this.#endCell(this.#length + digits)
  }

  instant(epochMicros: number) {
    this.#endCell(this.#instants.write(this.#bytes, this.#length, epochMicros))
  }

  /** ASCII text, or `NULL` for null. */
  text(value: string | null) {
    if (value === null) {
      this.#bytes[this.#length] = backslash
      this.#bytes[this.#length + 1] = capitalN
      this.#endCell(this.#length + 2)
    } else {
      this.#endCell(this.#length + this.#bytes.write(value, this.#length, 'latin1'))
    }
  }

  endRow() {
    this.#bytes[this.#length - 1] = newline
    this.rows++
  }

  /** Whether a chunk's worth of rows waits to be taken. */
  get isFull(): boolean {
    return this.#length >= this.#chunkBytes
  }

  /** The rows written since the last call, as bytes of their own; nothing where there are none. */
  *taken(): Generator<Buffer> {
    if (this.#length === 0) return
    const chunk = this.#bytes.subarray(0, this.#length)
    this.#bytes = this.#fresh()
    this.#length = 0
    yield chunk
  }

  #endCell(end: number) {
    this.#bytes[end] = tab
    this.#length = end + 1
    if (this.#bytes.length - this.#length < longestCell) this.#grow()
  }

  /** Where nobody took the rows in time. */
  #grow() {
    const larger = Buffer.allocUnsafeSlow(this.#bytes.length * 2)
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }

  #fresh = (): Buffer<ArrayBuffer> => Buffer.allocUnsafeSlow(this.#chunkBytes + 4 * longestCell)
}

/** Rows that wait in a file until their table is loaded. */
export class RowSpool {
  readonly rows = new TsvRows(64 * 1024)
  readonly #path: string

  constructor(path: string) {
    this.#path = path
    writeFileSync(path, '')
  }

  endRow() {
    this.rows.endRow()
    this.flushIfFull()
  }

  /** For rows that were ended by somebody else. */
  flushIfFull() {
    if (this.rows.isFull) this.#flush()
  }

  /** Everything that was written, from the first row. */
  chunks(): AsyncIterable<Buffer> {
    this.#flush()
    return createReadStream(this.#path, { highWaterMark: 256 * 1024 })
  }

  #flush() {
    for (const chunk of this.rows.taken()) appendFileSync(this.#path, chunk)
  }
}
