import { appendFileSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { InstantWriter } from './instant.ts'

const tab = 0x09
const newline = 0x0a
const zero = 0x30
const backslash = 0x5c
const capitalN = 0x4e
/** There is always room for so much; longer texts make it first. */
const longestCell = 8192
const chunkBytes = 16 * 1024

/**
 * Rows of numbers, instants and ASCII text without tabs or backslashes, as `LOAD DATA` reads them. Cells are
 * written in the order of the columns; a row ends with `endRow`.
 */
export class TsvRows {
  rows = 0
  #bytes: Buffer<ArrayBuffer>
  #length = 0
  readonly #size: number
  readonly #instants = new InstantWriter()

  /** `size` is how many bytes make a chunk. */
  constructor(size = chunkBytes) {
    this.#size = size
    this.#bytes = Buffer.allocUnsafeSlow(size + 2 * longestCell)
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
      while (this.#bytes.length - this.#length < value.length + longestCell) this.#grow()
      this.#endCell(this.#length + this.#bytes.write(value, this.#length, 'latin1'))
    }
  }

  endRow() {
    this.#bytes[this.#length - 1] = newline
    this.rows++
  }

  /** Whether a chunk's worth of rows waits to be taken. */
  get isFull(): boolean {
    return this.#length >= this.#size
  }

  /** The rows written since the last call; nothing where there are none. They last until more is written. */
  *taken(): Generator<Buffer> {
    if (this.#length === 0) return
    const chunk = this.#bytes.subarray(0, this.#length)
    this.#length = 0
    yield chunk
  }

  #endCell(end: number) {
    this.#bytes[end] = tab
    this.#length = end + 1
    if (this.#bytes.length - this.#length < longestCell) this.#grow()
  }

  /** Where nobody took the rows in time, or a text is long. */
  #grow() {
    const larger = Buffer.allocUnsafeSlow(this.#bytes.length * 2)
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }
}

/** Rows that wait in a file until their table is loaded. */
export class RowSpool {
  readonly rows = new TsvRows()
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
  async *chunks(): AsyncGenerator<Buffer> {
    this.#flush()
    const chunk = Buffer.allocUnsafeSlow(chunkBytes)
    const file = await open(this.#path)
    try {
      for (;;) {
        const { bytesRead } = await file.read(chunk, 0, chunkBytes, null)
        if (bytesRead === 0) return
        yield chunk.subarray(0, bytesRead)
      }
    } finally {
      await file.close()
    }
  }

  #flush() {
    for (const chunk of this.rows.taken()) appendFileSync(this.#path, chunk)
  }
}
