import { ExportUnusable } from '../problems.ts'
import { Row } from './row.ts'
import { Utf8Decoder } from './utf8-decoder.ts'

const lineFeed = 0x0a
const carriageReturn = 0x0d
const quote = 0x22
const delimiter = 0x7c
const byteOrderMark = '\ufeff'

/** A field that is longer was never closed: without a bound a quote would swallow the rest of the file. */
const maxFieldLength = 2 ** 20
const maxRowLength = 8 * maxFieldLength

/** Places of one character in a text, asked for in ascending order: no stretch is searched twice. */
class Finder {
  readonly #text: string
  readonly #character: string
  #at = -1

  constructor(text: string, character: string) {
    this.#text = text
    this.#character = character
  }

  /** The first place at or after `from`; the length of the text where there is none. */
  next(from: number): number {
    if (this.#at < from) {
      const found = this.#text.indexOf(this.#character, from)
      this.#at = found < 0 ? this.#text.length : found
    }
    return this.#at
  }
}

/**
 * Splits the bytes of one file into rows: UTF-8, delimiter `|`, quotes as in RFC 4180, any line ends,
 * blank lines skipped. Calls `onRow` synchronously, with the same object each time. Where a chunk ends
 * makes no difference. Throws `bad_encoding` and `unclosed_quote`.
 */
export class RowSplitter {
  readonly #file: string
  readonly #onRow: (row: Row) => void
  readonly #decoder = new Utf8Decoder()
  readonly #row = new Row()
  /** Line on which the next row begins. */
  #line = 1
  #isFirstChunk = true
  #isLastChunk = false
  /** Text from the last row on that is not known to be complete. */
  #text = ''
  #lineFeeds = new Finder('', '\n')
  #carriageReturns = new Finder('', '\r')
  #quotes = new Finder('', '"')
  #delimiters = new Finder('', '|')
  /** Where in the text the row and the field begin that are being read. */
  #rowStart = 0
  #fieldStart = 0
  #isSimpleRow = true

  constructor(file: string, onRow: (row: Row) => void) {
    this.#file = file
    this.#onRow = onRow
  }

  push(chunk: Buffer) {
    const { text, badByte } = this.#decoder.decode(chunk)
    this.#take(text)
    if (badByte !== undefined) throw this.#badEncoding(badByte)
    this.#split()
  }

  end() {
    const badByte = this.#decoder.end()
    if (badByte !== undefined) throw this.#badEncoding(badByte)
    this.#isLastChunk = true
    this.#take('')
    this.#split()
  }

  #take(text: string) {
    const isMarked = this.#isFirstChunk && text.startsWith(byteOrderMark)
    if (text !== '') this.#isFirstChunk = false
    this.#text += isMarked ? text.slice(1) : text
    this.#lineFeeds = new Finder(this.#text, '\n')
    this.#carriageReturns = new Finder(this.#text, '\r')
    this.#quotes = new Finder(this.#text, '"')
    this.#delimiters = new Finder(this.#text, '|')
  }

  #split() {
    const text = this.#text
    let start = 0
    while (start < text.length) {
      const end = this.#readRow(start)
      if (end < 0) break
      this.#deliver(start, end)
      const isPair =
        text.charCodeAt(end) === carriageReturn && text.charCodeAt(end + 1) === lineFeed
      start = end + (isPair ? 2 : 1)
    }
    if (start < text.length) this.#refuseIfTooLong()
    this.#text = text.slice(start)
  }

  /** Reads the row at `start`; answers where its line ends, or -1 where that is not known yet. */
  #readRow(start: number): number {
    this.#row.begin(this.#line)
    this.#rowStart = start
    const lineEnd = this.#lineEnd(start)
    this.#isSimpleRow = this.#quotes.next(start) >= lineEnd && lineEnd - start <= maxFieldLength
    const end = this.#isSimpleRow ? this.#readSimpleRow(start, lineEnd) : this.#readFields(start)
    const last = this.#text.length - 1
    const isDecided =
      this.#isLastChunk || end < last || (end === last && this.#text.charCodeAt(end) === lineFeed)
    return isDecided ? end : -1
  }

  #lineEnd(from: number): number {
    return Math.min(this.#lineFeeds.next(from), this.#carriageReturns.next(from))
  }

  #readSimpleRow(start: number, end: number): number {
    const text = this.#text
    let from = start
    let at = this.#delimiters.next(from)
    while (at < end) {
      this.#row.add(text.slice(from, at))
      from = at + 1
      at = this.#delimiters.next(from)
    }
    this.#row.add(text.slice(from, end))
    this.#fieldStart = from
    return end
  }

  #readFields(start: number): number {
    let at = this.#readField(start)
    while (this.#text.charCodeAt(at) === delimiter) at = this.#readField(at + 1)
    return at
  }

  /** Reads one field; answers what follows it: a delimiter, a line end, or the end of the text. */
  #readField(start: number): number {
    const text = this.#text
    this.#fieldStart = start
    const isQuoted = text.charCodeAt(start) === quote
    const end = isQuoted
      ? this.#readQuotedField(start)
      : Math.min(this.#delimiters.next(start), this.#lineEnd(start))
    if (end - start > maxFieldLength) throw this.#neverEnds()
    if (!isQuoted) this.#row.add(text.slice(start, end))
    return end
  }

  #readQuotedField(start: number): number {
    const text = this.#text
    let close = this.#quotes.next(start + 1)
    while (text.charCodeAt(close + 1) === quote) close = this.#quotes.next(close + 2)
    if (close >= text.length) {
      if (this.#isLastChunk) throw this.#neverEnds()
      return text.length
    }
    const content = text.slice(start + 1, close)
    this.#row.add(content.includes('"') ? content.replaceAll('""', '"') : content)
    const after = text.charCodeAt(close + 1)
    const isClean = after === delimiter || after === lineFeed || after === carriageReturn
    if (isClean || close + 1 === text.length) return close + 1
    // What a broken quote meant cannot be known: the rest of its line is given up, not the lines after it.
    this.#row.malformed = true
    return this.#lineEnd(close + 1)
  }

  #deliver(start: number, end: number) {
    const row = this.#row
    if (end - start > maxRowLength) throw this.#neverEnds()
    row.finish(this.#text, start, end)
    this.#line += 1 + (this.#isSimpleRow ? 0 : lineEndsIn(this.#text, start, end))
    const isBlank = row.cellCount === 1 && row.raw.trim() === ''
    if (!isBlank) this.#onRow(row)
  }

  /** A field that is still open must fit into memory until it ends. */
  #refuseIfTooLong() {
    const { length } = this.#text
    const isTooLong =
      length - this.#fieldStart > maxFieldLength || length - this.#rowStart > maxRowLength
    if (isTooLong) throw this.#neverEnds()
  }

  #neverEnds(): ExportUnusable {
    const line = this.#line + lineEndsIn(this.#text, this.#rowStart, this.#fieldStart)
    const isQuoted = this.#text.charCodeAt(this.#fieldStart) === quote
    const what = isQuoted
      ? `the quote that opens on line ${line} is never closed, or only after more than 1 MiB`
      : `the row on line ${line} has no end within 1 MiB`
    return new ExportUnusable(
      'unclosed_quote',
      `In ${this.#file} ${what}. Inside a quoted field a quote is written twice. Correct that line, or ` +
        'have the exporter corrected, and export again.',
    )
  }

  #badEncoding(byte: number): ExportUnusable {
    const lines = this.#text.split(/\r\n|\n|\r/)
    const line = this.#line + lines.length - 1
    const column = Buffer.byteLength(lines.at(-1) ?? '') + 1
    return new ExportUnusable(
      'bad_encoding',
      `${this.#file} is not UTF-8: on line ${line} byte ${column} is ${byte.toString(16).toUpperCase()}, ` +
        'which no UTF-8 text has there. Have the exporter write UTF-8 (not Latin-1, Windows-1252 or ' +
        'UTF-16) and export again.',
    )
  }
}

function lineEndsIn(text: string, start: number, end: number): number {
  let count = 0
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at)
    if (code === lineFeed) count += 1
    else if (code === carriageReturn && text.charCodeAt(at + 1) !== lineFeed) count += 1
  }
  return count
}
