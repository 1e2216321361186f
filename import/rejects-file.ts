import { closeSync, openSync, rmSync } from 'node:fs'
import type { ExportFile, SkipReason } from '#shared/import.ts'
import { spreadsheetText } from '#shared/spreadsheet-text.ts'
import type { TableRow } from './blackboard/tables.ts'
import { writeFully } from './write-fully.ts'

const bufferedCharacters = 64 * 1024

/** The skipped rows as `file,line,reason,text`. The file is made with its first row. */
export class RejectsFile {
  readonly #path: string
  #file: number | undefined
  #text = 'file,line,reason,text\r\n'

  constructor(path: string) {
    this.#path = path
    rmSync(path, { force: true })
  }

  add(file: ExportFile, row: TableRow, reason: SkipReason) {
    this.#file ??= openSync(this.#path, 'w')
    this.#text += `${file},${row.line},${reason},${quoted(spreadsheetText(row.raw))}\r\n`
    if (this.#text.length > bufferedCharacters) this.flush()
  }

  close() {
    if (this.#file === undefined) return
    try {
      this.flush()
    } finally {
      closeSync(this.#file)
    }
  }

  flush() {
    if (this.#file === undefined) return
    writeFully(this.#file, Buffer.from(this.#text))
    this.#text = ''
  }
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
